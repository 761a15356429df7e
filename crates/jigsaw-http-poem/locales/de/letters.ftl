### Eingeladene benachrichtigen, und die Worte des Gastgebers an sie.

label-message = Nachricht an die Eingeladenen
hint-message = Freiwillige Angabe. Steht als einfacher Text in der Einladung, in Erinnerungen und wenn sich Titel oder Zeit ändern.
tell-invitees = { $count ->
    [one] Die per Mail eingeladene Person benachrichtigen
   *[other] Die { $count } per Mail eingeladenen Personen benachrichtigen
}
hint-tell-of-changes = Sie erhalten eine Mail und einen neuen Kalendereintrag, wenn Sie den Titel oder die Zeit ändern. Sonst wird nichts verschickt.
hint-tell-of-link = Sie erhalten eine Mail, die zur Sitzung führt; ihre persönlichen Links bleiben dieselben.
hint-tell-of-cancellation = Sie erhalten eine Mail mit Ihrem Grund, und die Sitzung wird aus ihrem Kalender genommen.

## Ein vergessenes Passwort

forgot-link = Passwort vergessen?
forgot-heading = Passwort vergessen?
forgot-lead = Geben Sie die Adresse Ihres Kontos an. Sie erhalten eine Mail mit einem Link zu einem neuen Passwort.
forgot-button = Link senden
forgot-sent = Wenn es ein Konto mit dieser Adresse gibt, ist eine Mail mit einem Link unterwegs.
forgot-sent-help = Der Link funktioniert einmal, eine Stunde lang. Bis Sie ihn benutzen, bleibt Ihr Passwort, wie es ist. Nichts angekommen? Sehen Sie im Spam-Ordner nach oder prüfen Sie, ob die Adresse richtig geschrieben ist.
reset-heading = Neues Passwort wählen
reset-lead = Mit dem neuen Passwort wird jeder andere Browser abgemeldet, der in Ihrem Konto angemeldet ist.
reset-button = Speichern und anmelden

mail-welcome = Willkommen
mail-digest = Nicht zugestellt
