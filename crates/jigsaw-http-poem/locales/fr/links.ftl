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

## Liens

qr-png = Code QR en PNG
qr-svg = Code QR en SVG
show-link = Afficher le lien
personal-link-heading = Lien personnel
personal-link-help = Quiconque ouvre ce lien entre à la place de cette personne. Ne le donnez à personne d’autre. Le fait que vous l’avez consulté est consigné.
renew-link = Renouveler le lien
renew-title = Renouveler ce lien ?
renew-what-happens = L’ancien lien cesse aussitôt de fonctionner. Si cette personne est à l’intérieur, elle y reste.
renew-tell = Lui envoyer le nouveau lien par e-mail
back-to-invitations = Retour aux invitations
notice-renewed = Le lien est renouvelé. L’ancien ne fonctionne plus.
link-since = Le lien fonctionne depuis le { $time }.
link-until = Il expire le { $time }.
link-no-end = Il expire avec la session.
link-expired = Le lien a expiré le { $time }.
link-over = La session est terminée, et son lien aussi.
link-came = { $count ->
    [0] Personne n’est encore venu par ce lien.
    [one] { $count } personne est venue par ce lien.
   *[other] { $count } personnes sont venues par ce lien.
}
share-heading = Texte à envoyer
share-label = Texte avec l’heure et le lien
share-copy = Copier le texte
share-mail = Écrire un e-mail
share-asks-list = Il vous sera demandé l’adresse à laquelle vous avez été invité, puis le code qui y est envoyé.
share-asks-account = Il vous sera demandé votre adresse e-mail et le mot de passe de votre profil Jigsaw. Si vous n’en avez pas, vous en créerez un en chemin.
share-asks-code = Il vous sera demandé votre adresse e-mail, le code qui y est envoyé et votre nom.
share-asks-name = Il vous sera demandé votre adresse e-mail et votre nom. Aucun compte n’est nécessaire.
link-limits-heading = Limites du lien
label-link-expires = Fin du lien
hint-link-expires = Heure de { $zone }. Laissez vide pour qu’il expire avec la session. Une heure passée y met fin aussitôt.
label-link-people = Nombre maximal de personnes
hint-link-people = Au plus autant en même temps, par n’importe quel lien. Laissez vide pour ne pas limiter.
save-link-limits = Enregistrer les limites
