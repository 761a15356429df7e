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
