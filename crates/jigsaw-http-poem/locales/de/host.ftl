### Die Seiten der Gastgeber.

sign-in = Anmelden
sign-in-help = Sie wurden zu einer Sitzung eingeladen? Dann brauchen Sie sich hier nicht anzumelden: Öffnen Sie den Link, den Sie bekommen haben.
sign-out = Abmelden
set-up-heading = Richten Sie Ihr Konto ein
set-up-lead = Prüfen Sie Ihren Namen und wählen Sie ein Passwort. Danach können Sie Ihre erste Sitzung anlegen.
set-up-button = Konto anlegen
hint-own-zone = In dieser Zeitzone werden Ihnen Zeiten angezeigt.

account-heading = Ihr Konto
hint-own-name = Andere sehen ihn in Ihren Sitzungen.
hint-own-language = Der Seiten und der E-Mails an Sie.

sessions-heading = Meine Sitzungen
sessions-upcoming = Bevorstehend
sessions-upcoming-empty = Nichts ist geplant.
sessions-past = Vergangen
sessions-empty = Hier werden Ihre Sitzungen stehen
    .help = Eine Sitzung ist ein Kurs, ein Webinar oder eine Besprechung zu einer bestimmten Zeit. Legen Sie eine an, bestimmen Sie, wer Zutritt hat, und verschicken Sie den Link.
create-session = Sitzung anlegen

open-live = Live-Ansicht öffnen

## Das Formular einer Sitzung

form-what-and-when = Was und wann
form-who-and-when = Wer wann hineindarf
    .help = Früher Einlass, Warteraum, Personenzahl, Bestätigung der E-Mail-Adresse, Erinnerungen
label-title = Titel
label-starts = Beginn
label-ends = Ende
hint-session-zone = Beginn und Ende sind in dieser Zeitzone gemeint.
label-invitation-type = Art der Einladung
type-list = Einladungsliste
type-list-help = Nur die Personen auf Ihrer Liste haben Zutritt. Jede bekommt einen persönlichen Link; über den Sitzungslink bestätigt sie ihre Adresse mit einem Code per E-Mail.
type-link-password = Link – mit Passwort
type-link-password-help = Alle mit dem Link haben Zutritt mit dem Passwort ihres Kontos. Wer noch kein Konto hat, legt unterwegs eines an.
type-link-open = Link – ohne Passwort
type-link-open-help = Alle mit dem Link haben Zutritt mit E-Mail-Adresse und Namen. Niemand braucht ein Konto.
label-early-entry = Früher Einlass, in Minuten
hint-early-entry = Wie lange vor Beginn Teilnehmer hineindürfen.
label-capacity = Personenzahl
hint-capacity = Höchstens so viele gleichzeitig. Leer heißt: ohne Grenze.
label-wait-for-host = Auf den Gastgeber warten
hint-wait-for-host = Teilnehmer warten, bis der Gastgeber, ein Mitgastgeber oder ein Referent da ist.
label-waiting-room = Warteraum
hint-waiting-room = Diese Personen warten, bis Sie sie einlassen.
waiting-room-off = Niemand wartet
waiting-room-guests = Wer weder eingeladen noch angemeldet ist
waiting-room-everyone = Alle außer Mitgastgebern und Referenten
label-email-proof = Bestätigung der E-Mail-Adresse
hint-email-proof = Für den Link ohne Passwort.
email-proof-none = Nicht nötig
email-proof-code = Mit einem Code per E-Mail
label-joinable-until = Offen für neue Personen bis
hint-joinable-until = Leer heißt: bis zum Ende.
label-reminders = Erinnerungen
hint-reminders = Gehen an alle auf der Einladungsliste.
reminder-before = { $time } vorher

## Einzelheiten einer Sitzung

tab-details = Details
tab-invitations = Einladungen
tab-live = Live
tab-access = Zugang
tab-waiting = { $count ->
    [one] 1 Person wartet
   *[other] { $count } Personen warten
}
enter-session = Sitzung betreten
details-who-gets-in = Wer Zutritt hat
details-edit = Bearbeiten
label-session-link = Sitzungslink
rotate-link = Link ersetzen
rotate-title = Diesen Link ersetzen?
rotate-what-happens = Der alte Link gilt sofort nicht mehr, wohin er auch verschickt oder wo er gedruckt wurde. Wer drin ist, bleibt drin, und persönliche Links gelten weiter.
keep-link = Link behalten
cancelled-lead = Diese Sitzung wurde abgesagt.
cancel-heading = Diese Sitzung absagen
cancel-session = Sitzung absagen
cancel-title = „{ $title }“ absagen?
cancel-what-happens = Niemand kann mehr hinein, und eine abgesagte Sitzung kommt nicht wieder. Wer den Link öffnet, liest Ihren Grund.
hint-cancel-reason = Freiwillige Angabe. Alle, die den Link öffnen, lesen sie; in der Mail an die Eingeladenen steht sie auch.
keep-session = Sitzung behalten

## Einladungen

invite-heading = Personen einladen
label-email-addresses = E-Mail-Adressen
hint-email-addresses = Eine je Zeile oder durch Kommas getrennt. Vor der Adresse darf ein Name stehen: Mia Ito <mia@example.org>
invite = Einladen
invite-faulty-lines = { $count ->
    [one] Noch wurde niemand eingeladen: eine von { $all } Adressen ist nicht brauchbar
   *[other] Noch wurde niemand eingeladen: { $count } von { $all } Adressen sind nicht brauchbar
}
invite-line = Zeile { $line }
invitations-heading = Einladungsliste
invitations-empty = Noch niemand ist eingeladen
    .list = Nur Personen auf dieser Liste haben Zutritt. Tragen Sie ihre Adressen ein; jede bekommt einen persönlichen Link.
    .link = Alle mit dem Link haben Zutritt. Laden Sie Personen ein, um ihnen einen persönlichen Link zu schicken oder sie zu Mitgastgebern, Referenten oder zum Untertitler zu machen.
invitation-queued = E-Mail unterwegs
invitation-sent = E-Mail gesandt
invitation-bounced = Nicht zustellbar
invitation-opened = Seite geöffnet
invitation-waiting = Wartet
invitation-admitted = Eingelassen
invitation-refused = Abgewiesen
invitation-revoked = Zurückgezogen
resend = Erneut senden
revoke = Zurückziehen
revoke-title = Einladung von { $email } zurückziehen?
revoke-what-happens = Der persönliche Link gilt sofort nicht mehr. Wer drin ist, bleibt drin; dafür gibt es „Entfernen“ auf der Registerkarte „Live“.
keep-invitation = Einladung behalten
column-person = Person
column-status = Status
column-actions = Aktionen
column-state = Zustand

## Was die letzte Aktion bewirkt hat, und warum eine andere nicht ging

notice-created = Die Sitzung ist angelegt. Verschicken Sie ihren Link oder laden Sie Personen ein.
notice-saved = Gespeichert.
notice-account = Ihr Konto ist gespeichert.
notice-rotated = Der Link ist ersetzt. Der alte gilt nicht mehr.
notice-cancelled = Die Sitzung ist abgesagt.
notice-invited = { $count ->
    [0] Alle auf dieser Liste waren schon eingeladen.
    [one] 1 Person ist eingeladen. Die E-Mail ist unterwegs.
   *[other] { $count } Personen sind eingeladen. Ihre E-Mails sind unterwegs.
}
notice-resent = Die Einladung wird noch einmal verschickt.
notice-revoked = Die Einladung ist zurückgezogen.
notice-started = Die Sitzung läuft.
notice-ended = Die Sitzung ist beendet.
notice-locked = Die Tür ist abgeschlossen.
notice-unlocked = Die Tür ist offen.
notice-admitted = Eingelassen.
notice-approved = Zugestimmt. Die Person kommt hinein, sobald nichts anderes sie aufhält.
notice-denied = Der Person wurde gesagt, dass sie nicht eingelassen wird.
notice-removed = Die Person wurde entfernt.
notice-forgiven = Die Person darf wieder herein.
notice-role = Die Rolle ist geändert.
conflict-not-waiting = Diese Person wartet nicht mehr.
conflict-address-not-proved = Für diese Rolle muss die Adresse bestätigt sein. Laden Sie die Person ein, damit sie mit ihrem persönlichen Link kommt.
conflict-host = Der Platz des Gastgebers lässt sich nicht ändern.
conflict-invitation-revoked = Diese Einladung wurde zurückgezogen. Laden Sie die Adresse neu ein.
conflict-session = Nichts wurde geändert: Der Zustand der Sitzung lässt es nicht zu.

## Live

waiting-heading = Warten auf Einlass
waiting-announcement = { $count ->
    [0] Niemand wartet.
    [one] 1 Person wartet auf Einlass.
   *[other] { $count } Personen warten auf Einlass.
}
waiting-knocks = bittet um Einlass
admit = Einlassen
admit-all = Alle einlassen
deny = Abweisen
roster-heading = Personen
roster-empty = Noch ist niemand da
    .help = Personen erscheinen hier, wenn sie eintreten oder warten. Diese Seite aktualisiert sich von selbst.
person-invited = Eingeladen
person-waiting = Wartet
person-in = Drin
person-away = Verbindung verloren
person-left = Gegangen
person-denied = Nicht eingelassen
person-removed = Entfernt
change-role = Rolle ändern
change-role-title = Rolle von { $name } in dieser Sitzung
remove = Entfernen
remove-title = { $name } entfernen?
remove-what-happens = Die Person muss sofort hinaus und erfährt es.
label-ban = Nicht wieder einlassen
hint-remove-reason = Freiwillige Angabe. Die Person liest sie.
start-heading = Bereit zum Start?
start-lead = Sobald die Sitzung läuft, dürfen Teilnehmer herein, auch vor der geplanten Zeit.
start = Starten
over-heading = Diese Sitzung ist vorbei
over-lead = Niemand kann mehr hinein.
door-open = Die Tür ist offen
door-locked = Die Tür ist abgeschlossen
    .help = Niemand Neues kommt herein.
    .message = Niemand Neues kommt herein. Sie lesen:
label-lock-message = Nachricht an der Tür
hint-lock-message = Freiwillige Angabe. Wer kommt, solange abgeschlossen ist, liest sie.
lock = Abschließen
unlock = Aufschließen
fly-heading = Jetzt jemanden dazuholen
fly-lead = Die Person bekommt sofort eine E-Mail und braucht nicht zu warten. Auch Sie bekommen hier ihren Link.
fly-later = Solange die Sitzung läuft, können Sie von hier aus Personen dazuholen. Bis dahin geht es auf der Registerkarte
invite-on-the-fly = Jetzt einladen
invited-heading = { $email } ist eingeladen
invited-lead = Die E-Mail ist unterwegs. Sie können diesen Link auch selbst weitergeben; er gilt nur für diese Person.
label-personal-link = Persönlicher Link
end-heading = Ende
end-session = Sitzung beenden
end-title = „{ $title }“ für alle beenden?
end-what-happens = Alle müssen hinaus, und niemand kann mehr hinein. Das lässt sich nicht rückgängig machen.
keep-going = Weitermachen

## Wer Zutritt hat, in einem Satz: Teile, aneinandergereiht

access-sentence = { $parts }.
list-separator = ,{" "}
access-list = Nur Personen auf der Einladungsliste
access-account = Alle mit dem Link, nach Anmeldung oder mit einem neuen Konto
access-mailbox = Alle mit dem Link, nach Bestätigung ihrer Adresse
access-anyone = Alle mit dem Link
access-from-start = ab Beginn
access-early = frühestens { $time } vor Beginn
access-capacity = { $count ->
    [one] höchstens 1 Person
   *[other] höchstens { $count } Personen
}
access-guests-wait = Gäste einzeln eingelassen
access-everyone-waits = alle einzeln eingelassen
access-without-host = auch bevor der Gastgeber da ist
access-until = bis { $time }

## Zugang

explained-admitted = { $email } käme sofort hinein.
explained-waiting = { $email } müsste warten: { $because }.
explained-refused = { $email } würde abgewiesen: { $because }.
explained-needs = { $email } müsste noch etwas angeben: { $because }.
explained-then-admitted = Danach käme die Person hinein.
explained-then-waiting = Danach müsste die Person warten: { $because }.
explained-then-refused = Danach würde die Person abgewiesen: { $because }.
somebody = Jemand
simulator-heading = Wer käme hinein, und warum?
hint-simulator-email = Der Person, nach der Sie fragen.
hint-simulator-time = { $zone }. Leer heißt: jetzt.
hint-simulator-link = Den die Person benutzen würde.
simulator-button = Herausfinden
link-kind-session = Sitzungslink
link-kind-personal = Persönlicher Link
decisions-heading = Entscheidungen
decisions-empty = Noch hat niemand versucht hineinzukommen
    .help = Jeder Versuch wird hier festgehalten, mit jeder Regel und dem, was sie gesagt hat.
decision-policy = Regelwerk { $policy }
decision-correlation = Kennung { $id }
outcome-admitted = Eingelassen
outcome-needs = Um mehr gebeten
outcome-waiting = Aufgehalten
outcome-refused = Abgewiesen
verdict-permit = Lässt ein
verdict-require = Fragt nach
verdict-hold = Hält auf
verdict-deny = Weist ab
verdict-abstain = Enthält sich
column-rule = Regel
column-verdict = Sagt
column-why = Grund
