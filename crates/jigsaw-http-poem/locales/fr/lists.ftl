### Listes : les lire, voir ce qu’elles feraient, plusieurs invitations à la fois.

## Inviter depuis une liste

label-list-file = Fichier CSV
hint-list-file = La liste peut aussi venir d’un tableur, avec les colonnes dans n’importe quel ordre.
list-sample = Télécharger un modèle
list-not-text = Ce fichier n’est pas une liste au format texte. Enregistrez-le en « CSV (UTF-8) », puis choisissez ce fichier.
list-row = Ligne { $row }
preview = Aperçu
preview-heading = Ce qui va se passer
preview-nothing = Personne sur cette liste ne peut être invité.
preview-new = { $count ->
    [one] { $count } personne sera invitée
   *[other] { $count } personnes seront invitées
}
preview-renewed = { $count ->
    [one] { $count } personne retirée auparavant sera de nouveau invitée, avec un nouveau lien
   *[other] { $count } personnes retirées auparavant seront de nouveau invitées, avec de nouveaux liens
}
preview-changed = { $count ->
    [one] { $count } personne figure déjà sur la liste et sera modifiée
   *[other] { $count } personnes figurent déjà sur la liste et seront modifiées
}
preview-listed = { $count ->
    [one] { $count } personne figure déjà sur la liste et reste inchangée
   *[other] { $count } personnes figurent déjà sur la liste et restent inchangées
}
preview-merged = { $count ->
    [one] { $count } ligne répète une adresse et est réunie avec la première
   *[other] { $count } lignes répètent une adresse et sont réunies avec la première
}
preview-mails = { $count ->
    [one] { $count } e-mail sera envoyé
   *[other] { $count } e-mails seront envoyés
}
preview-people = Toutes les personnes de cette liste
preview-role = { $before } → { $after }
preview-more-people = { $count ->
    [one] Et { $count } autre personne
   *[other] Et { $count } autres personnes
}
preview-more-faults = { $count ->
    [one] Et { $count } autre ligne
   *[other] Et { $count } autres lignes
}
preview-invite-good = { $count ->
    [one] Inviter la { $count } ligne correcte
   *[other] Inviter les { $count } lignes correctes
}
column-outlook = Ce qui se passe
outlook-new = Sera invitée
outlook-renewed = Sera de nouveau invitée
outlook-changed = Sera modifiée
outlook-listed = Déjà invitée

## Le fichier modèle

sample-email = Courriel
sample-first-name = Prénom
sample-last-name = Nom
sample-role = Rôle
sample-language = Langue

## La liste

list-progress = { $sent } e-mails envoyés sur { $all }
list-progress-undelivered = { $count ->
    [one] { $count } n’a pas pu être distribué
   *[other] { $count } n’ont pas pu être distribués
}
label-list-search = Nom ou adresse
list-search = Rechercher
list-search-clear = Afficher tout le monde
list-any = Indifférent
list-found = { $count ->
    [0] Personne n’a été trouvé
    [one] { $count } personne
   *[other] { $count } personnes
}
list-first = Première page
list-check-all = Sélectionner toutes les personnes de cette page
list-state-active = Invitée
list-state-revoked = Retirée
list-state-queued = E-mail en route
list-state-sent = E-mail envoyé
list-state-undelivered = Non distribué

## Plusieurs invitations à la fois

label-bulk-which = Pour qui
bulk-selected = Personnes sélectionnées
bulk-found = { $count ->
    [one] La { $count } personne trouvée
   *[other] Les { $count } personnes trouvées
}
label-bulk-action = Que faire
bulk-resend = Renvoyer
bulk-revoke = Retirer
bulk-attendee = Donner le rôle de participant
bulk-presenter = Donner le rôle d’intervenant
bulk-co-host = Donner le rôle de co-hôte
bulk-captioner = Donner le rôle de sous-titreur
bulk-go-on = Continuer
bulk-nobody = Sélectionnez d’abord des personnes, ou choisissez toutes celles trouvées.
bulk-nothing = Il n’y a rien à faire
bulk-resend-title = { $count ->
    [one] Renvoyer l’invitation de { $count } personne ?
   *[other] Renvoyer les invitations de { $count } personnes ?
}
bulk-resend-what-happens = Chacune reçoit encore une fois le même lien personnel.
bulk-revoke-title = { $count ->
    [one] Retirer l’invitation de { $count } personne ?
   *[other] Retirer les invitations de { $count } personnes ?
}
bulk-revoke-what-happens = Les liens personnels cessent aussitôt de fonctionner. Les personnes déjà entrées restent ; pour les faire sortir, utilisez « Exclure » dans l’onglet « En direct ».
bulk-role-title = { $count ->
    [one] Changer le rôle de { $count } personne ?
   *[other] Changer le rôle de { $count } personnes ?
}
bulk-role-what-happens = Chacune reçoit un nouveau lien personnel et un e-mail qui l’annonce. Les anciens liens cessent de fonctionner.
bulk-more = { $count ->
    [one] Et { $count } autre personne
   *[other] Et { $count } autres personnes
}
bulk-left = { $count ->
    [one] { $count } personne reste inchangée : déjà retirée, ou déjà dans ce rôle.
   *[other] { $count } personnes restent inchangées : déjà retirées, ou déjà dans ce rôle.
}
bulk-leave = Tout laisser en l’état
notice-bulk-resent = { $count ->
    [one] { $count } invitation est renvoyée.
   *[other] { $count } invitations sont renvoyées.
}
notice-bulk-revoked = { $count ->
    [one] { $count } invitation est retirée.
   *[other] { $count } invitations sont retirées.
}
notice-bulk-role = { $count ->
    [one] Le rôle de { $count } personne est changé.
   *[other] Le rôle de { $count } personnes est changé.
}
