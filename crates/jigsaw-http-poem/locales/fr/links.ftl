### Réponses, calendrier des e-mails, liens.

## Viendrez-vous ?

coming-question = Viendrez-vous ?
coming-said = Votre réponse :
coming-confirm = Appuyez sur le bouton pour envoyer votre réponse. L’ouverture de cette page n’a rien envoyé.
coming-help = Vous pouvez modifier votre réponse jusqu’à la fin de la session. Si vous déclinez, vous ne recevrez pas de rappels et vous pourrez tout de même venir.
coming-enter = Ouvrir la session
said-accepted = Viendra
    .button = Oui, je viendrai
said-tentative = Viendra peut-être
    .button = Peut-être
said-declined = Ne viendra pas
    .button = Non, je ne peux pas venir
notice-answered = Merci. Votre réponse est enregistrée.

## Réponses, pour l’hôte

answers-heading = Réponses
answers-accepted = { $count ->
    [one] { $count } viendra
   *[other] { $count } viendront
}
answers-tentative = { $count ->
    [one] { $count } viendra peut-être
   *[other] { $count } viendront peut-être
}
answers-declined = { $count ->
    [one] { $count } ne viendra pas
   *[other] { $count } ne viendront pas
}
answers-none = { $count ->
    [one] { $count } n’a pas répondu
   *[other] { $count } n’ont pas répondu
}

## Calendrier des e-mails

mail-calendar-heading = Calendrier des e-mails
mail-calendar-help = Tout ce qui est envoyé pour cette session. Ce qui reste à venir est compté selon la situation actuelle.
column-mail = E-mail
column-when = Quand
mailing-invitations = E-mails d’invitation
mailing-others = Autres e-mails
mailing-reminder = Rappel, { $time } avant
mailing-planned = Prévu
mailing-under-way = En cours d’envoi
mailing-done = Terminé
mailing-skipped = Omis
mailing-to = { $count ->
    [0] à personne
    [one] à { $count } personne
   *[other] à { $count } personnes
}
mailing-sent = { $count ->
    [one] { $count } envoyé
   *[other] { $count } envoyés
}
mailing-queued = { $count ->
    [one] { $count } en attente
   *[other] { $count } en attente
}
mailing-failed = { $count ->
    [one] { $count } non distribué
   *[other] { $count } non distribués
}
mailing-declined = { $count ->
    [one] { $count } a décliné
   *[other] { $count } ont décliné
}
mailing-present = { $count ->
    [one] { $count } déjà présent
   *[other] { $count } déjà présents
}
mailing-moved = { $count ->
    [one] { $count } dépassé par un report
   *[other] { $count } dépassés par un report
}
mailing-dropped = { $count ->
    [one] { $count } omis
   *[other] { $count } omis
}
