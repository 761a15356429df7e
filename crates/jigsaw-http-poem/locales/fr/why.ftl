### Pourquoi : réglages qui s'annulent, et ce qu'une modification changerait pour qui.

## Réglages qui s'annulent ou qui surprennent

odd-door_closes_before_start = Les nouvelles personnes ne peuvent entrer que jusqu’au début : qui arrive un instant plus tard reste dehors. Choisissez une heure plus tardive, ou aucune.
odd-link_ends_before_opening = Le lien de la session expire avant que quiconque puisse entrer. Prolongez sa durée.
odd-capacity_below_list = { $invited ->
    [one] { $invited } personne qui a besoin d’une place est invitée,
   *[other] { $invited } personnes qui ont besoin d’une place sont invitées,
} { $capacity ->
    [one] et il y a { $capacity } place.
   *[other] et il y a { $capacity } places.
}
odd-waiting_room_unstaffed = La session commence sans vous, et les personnes en salle d’attente y restent jusqu’à ce que quelqu’un les laisse entrer. Invitez un co-hôte, ou faites attendre l’hôte.
odd-waiting_room_idle = La salle d’attente ne retiendra personne : avec ce type d’invitation, toute personne qui entre est invitée ou connectée. Faites attendre tout le monde, ou personne.
odd-proof_needless = Le code envoyé par e-mail ne change rien : avec ce type d’invitation, chacun vérifie de toute façon son adresse.
odd-opens_at_once = On peut entrer dès maintenant : l’entrée anticipée est plus longue que le temps qui reste.
odd-list_empty = La liste des invités est encore vide : personne d’autre que vous ne peut entrer.
odd-reminders_too_late = { $count ->
    [one] { $count } rappel est prévu à un moment déjà passé.
   *[other] { $count } rappels sont prévus à des moments déjà passés.
}
odd-locked_before_start = La porte est verrouillée. Quand la session commencera, seuls vous et vos co-hôtes pourrez entrer tant que vous ne l’aurez pas déverrouillée.

## Ce qu'une modification changerait, avant de l'enregistrer

preview-title = Enregistrer ces modifications ?
preview-when = Voici ce qu’il en serait pendant la session : { $time }.
preview-people-shut_out = { $count ->
    [one] { $count } personne ne pourrait plus entrer :
   *[other] Ces { $count } personnes ne pourraient plus entrer :
}
preview-people-must_wait = { $count ->
    [one] { $count } personne devrait attendre que vous la laissiez entrer :
   *[other] Ces { $count } personnes devraient attendre que vous les laissiez entrer :
}
preview-people-let_in = { $count ->
    [one] { $count } personne pourrait désormais entrer :
   *[other] Ces { $count } personnes pourraient désormais entrer :
}
preview-people-waits_no_more = { $count ->
    [one] { $count } personne n’aurait plus à attendre :
   *[other] Ces { $count } personnes n’auraient plus à attendre :
}
preview-people-asked_otherwise = { $count ->
    [one] Autre chose serait demandé à { $count } personne :
   *[other] Autre chose serait demandé à ces { $count } personnes :
}
preview-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
preview-others-shut_out = Les autres personnes qui ont le lien ne pourraient plus entrer ({ $because }).
preview-others-must_wait = Les autres personnes qui ont le lien devraient attendre que vous les laissiez entrer.
preview-others-let_in = Les autres personnes qui ont le lien pourraient désormais entrer.
preview-others-waits_no_more = Les autres personnes qui ont le lien n’auraient plus à attendre.
preview-others-asked_otherwise = Autre chose serait demandé aux autres personnes qui ont le lien ({ $because }).
preview-incomplete = Seules les { $count } premières personnes ont été examinées.
preview-nothing-saved = Rien n’est encore enregistré, et personne n’a été prévenu.
preview-save = Enregistrer quand même
preview-back = Retour

## L’onglet des accès

simulator-signed-in = Connexion à son compte
simulator-same-device = Sur l’appareil utilisé en dernier
simulator-old-link = Avec le lien tel qu’il était avant son remplacement
filter-address = L’adresse contient
filter-outcome = Résultat
filter-reason = Motif
filter-any = Peu importe
filter-show = Afficher
filter-all = Tout afficher
decisions-none-fit = Aucune décision ne correspond.
decisions-export = Télécharger en CSV

## Ce que sont devenus les liens personnels

links-heading = Liens personnels
links-lead = Nombre de tentatives d’entrée avec chaque lien personnel actuel. Ouvrir sa page ne compte pas.
links-column-used = Ouvert
links-column-first = Première fois
links-column-last = Dernière fois
links-never = Jamais
links-opened = { $count ->
    [one] { $count } fois, depuis { $networks }
   *[other] { $count } fois, depuis { $networks }
}
links-networks = { $count ->
    [one] { $count } réseau
   *[other] { $count } réseaux
}
links-forwarded = Autant de réseaux est inhabituel pour une seule personne. Si le lien a été transmis, remplacez-le :

## The access summary

access-list-proved = après vérification de leur adresse
access-link-until = avec le lien de la session jusqu’au { $time }
