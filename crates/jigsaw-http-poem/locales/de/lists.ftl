### Listen: lesen, vorher ansehen, viele Einladungen auf einmal.

## Aus einer Liste einladen

label-list-file = CSV-Datei
hint-list-file = Die Liste kann auch als Datei aus einer Tabellenkalkulation kommen, mit den Spalten in beliebiger Reihenfolge.
list-sample = Muster herunterladen
list-not-text = Diese Datei ist keine Liste in Textform. Speichern Sie sie als „CSV (UTF-8)“ und wählen Sie dann diese Datei.
list-row = Zeile { $row }
preview = Vorschau
preview-heading = Was geschehen wird
preview-nothing = Niemand auf dieser Liste kann eingeladen werden.
preview-new = { $count ->
    [one] 1 Person wird eingeladen
   *[other] { $count } Personen werden eingeladen
}
preview-renewed = { $count ->
    [one] 1 Person, deren Einladung zurückgezogen oder die entfernt wurde, wird mit neuem Link wieder eingeladen
   *[other] { $count } Personen, deren Einladung zurückgezogen oder die entfernt wurden, werden mit neuen Links wieder eingeladen
}
preview-changed = { $count ->
    [one] 1 Person steht schon auf der Liste und wird geändert
   *[other] { $count } Personen stehen schon auf der Liste und werden geändert
}
preview-listed = { $count ->
    [one] 1 Person steht schon auf der Liste und bleibt unverändert
   *[other] { $count } Personen stehen schon auf der Liste und bleiben unverändert
}
preview-merged = { $count ->
    [one] 1 Zeile wiederholt eine Adresse und wird mit der ersten zusammengefasst
   *[other] { $count } Zeilen wiederholen eine Adresse und werden mit der ersten zusammengefasst
}
preview-mails = { $count ->
    [one] 1 E-Mail wird verschickt
   *[other] { $count } E-Mails werden verschickt
}
preview-people = Alle auf dieser Liste
preview-role = { $before } → { $after }
preview-more-people = { $count ->
    [one] Und 1 weitere Person
   *[other] Und { $count } weitere Personen
}
preview-more-faults = { $count ->
    [one] Und 1 weitere Zeile
   *[other] Und { $count } weitere Zeilen
}
preview-invite-good = { $count ->
    [one] Die 1 brauchbare Zeile einladen
   *[other] Die { $count } brauchbaren Zeilen einladen
}
column-outlook = Was geschieht
outlook-new = Wird eingeladen
outlook-renewed = Wird wieder eingeladen
outlook-changed = Wird geändert
outlook-listed = Schon eingeladen

## Die Musterdatei

sample-email = E-Mail
sample-first-name = Vorname
sample-last-name = Nachname
sample-role = Rolle
sample-language = Sprache

## Die Liste

list-progress = { $sent } von { $all } E-Mails verschickt
list-progress-undelivered = { $count ->
    [one] 1 war nicht zustellbar
   *[other] { $count } waren nicht zustellbar
}
label-list-search = Name oder Adresse
list-search = Suchen
list-search-clear = Alle zeigen
list-any = Beliebig
list-found = { $count ->
    [0] Niemand gefunden
    [one] 1 Person
   *[other] { $count } Personen
}
list-first = Erste Seite
list-check-all = Alle auf dieser Seite auswählen
list-state-active = Eingeladen
list-state-revoked = Zurückgezogen
list-state-queued = E-Mail unterwegs
list-state-sent = E-Mail verschickt
list-state-undelivered = Nicht zustellbar

## Viele Einladungen auf einmal

label-bulk-which = Wen
bulk-selected = Ausgewählte Personen
bulk-found = { $count ->
    [one] Die 1 gefundene Person
   *[other] Alle { $count } gefundenen Personen
}
label-bulk-action = Was tun
bulk-resend = Erneut senden
bulk-revoke = Zurückziehen
bulk-attendee = Zum Teilnehmer machen
bulk-presenter = Zum Referenten machen
bulk-co-host = Zum Mitgastgeber machen
bulk-captioner = Zum Untertitler machen
bulk-go-on = Weiter
bulk-nobody = Wählen Sie zuerst Personen aus, oder nehmen Sie alle gefundenen.
bulk-nothing = Es gibt nichts zu tun
bulk-resend-title = { $count ->
    [one] Die Einladung von 1 Person erneut verschicken?
   *[other] Die Einladungen von { $count } Personen erneut verschicken?
}
bulk-resend-what-happens = Alle erhalten denselben persönlichen Link noch einmal.
bulk-revoke-title = { $count ->
    [one] Die Einladung von 1 Person zurückziehen?
   *[other] Die Einladungen von { $count } Personen zurückziehen?
}
bulk-revoke-what-happens = Die persönlichen Links gelten sofort nicht mehr. Wer schon drin ist, bleibt drin; dafür gibt es „Entfernen“ auf der Registerkarte „Live“.
bulk-role-title = { $count ->
    [one] Die Rolle von 1 Person ändern?
   *[other] Die Rolle von { $count } Personen ändern?
}
bulk-role-what-happens = Alle erhalten einen neuen persönlichen Link und eine E-Mail darüber. Die alten Links gelten nicht mehr.
bulk-more = { $count ->
    [one] Und 1 weitere Person
   *[other] Und { $count } weitere Personen
}
bulk-left = { $count ->
    [one] 1 Person bleibt unverändert: Ihre Einladung ist schon zurückgezogen, oder sie hat diese Rolle schon.
   *[other] { $count } Personen bleiben unverändert: Ihre Einladungen sind schon zurückgezogen, oder sie haben diese Rolle schon.
}
bulk-leave = Alles lassen, wie es ist
notice-bulk-resent = { $count ->
    [one] 1 Einladung wird erneut verschickt.
   *[other] { $count } Einladungen werden erneut verschickt.
}
notice-bulk-revoked = { $count ->
    [one] 1 Einladung ist zurückgezogen.
   *[other] { $count } Einladungen sind zurückgezogen.
}
notice-bulk-role = { $count ->
    [one] Die Rolle von 1 Person ist geändert.
   *[other] Die Rolle von { $count } Personen ist geändert.
}
