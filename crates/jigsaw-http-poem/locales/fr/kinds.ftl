### Kinds of sessions, their times, and calendars.

## Faults of kinds of sessions

fault-rule_malformed = Cette règle est illisible. Choisissez comment la session se répète et quand elle prend fin.
fault-never_takes_place = Avec ces réglages, la session n’a jamais lieu. Choisissez d’autres jours ou une fin plus tardive.
fault-too_far = La dernière séance doit avoir lieu d’ici { $years } ans.
fault-overlaps = Cet horaire chevauche une autre séance de cette session. Choisissez-en un autre.
fault-no_occurrence = Cette séance est passée ou a été annulée. Rechargez la page.
fault-never_open = La session n’est ouverte aucun de ces jours. Choisissez d’autres jours.

## Kinds of sessions

label-kind = Type de session
kind-one-time = Unique
kind-one-time-help = La session a lieu une fois, de son début à sa fin.
kind-open = Ouverte
kind-open-help = Une session sur plusieurs jours. Du premier au dernier jour, la porte est ouverte chaque jour entre les deux heures.
kind-recurring = Récurrente
kind-recurring-help = La session a lieu plusieurs fois, avec un seul lien et une seule liste. Le début et la fin sont ceux de la première séance.
label-every = Tous les
label-unit = Jours, semaines ou mois
unit-days = jours
unit-weeks = semaines
unit-months = mois
unit-as-it-is = selon la règle actuelle
label-days = Ces jours-là
hint-days = Sans choix : tous les jours pour une session ouverte, sinon le jour du début.
label-times = Nombre de séances
hint-times = Ou choisissez le dernier jour.
label-last = Dernier jour
repeats-open = Ouverte de { $from } à { $to }
repeats-on = { $rule } le { $days }
repeats-daily = { $count ->
    [1] Chaque jour
   *[other] Tous les { $count } jours
}
repeats-weekly = { $count ->
    [1] Chaque semaine
   *[other] Toutes les { $count } semaines
}
repeats-monthly = { $count ->
    [1] Chaque mois
   *[other] Tous les { $count } mois
}
repeats-left = { $count ->
    [one] { $rule }, encore { $count } séance
   *[other] { $rule }, encore { $count } séances
}
standing-planned = Prévue
standing-moved = Déplacée
standing-cancelled = Annulée
occurrences-heading = Prochaines séances
occurrences-further = { $count ->
    [one] Et { $count } autre.
   *[other] Et { $count } autres.
}
occurrence-move = Déplacer
occurrence-move-heading = Déplacer une séance
occurrence-move-what-happens = Seule la séance du { $when } est déplacée. Les autres ne changent pas.
occurrence-zone = Fuseau : { $zone }.
occurrence-cancel = Annuler celle-ci
occurrence-cancel-title = Annuler la séance du { $when } ?
occurrence-cancel-what-happens = Seule cette séance est annulée. Les autres ne changent pas.
occurrence-keep = La garder
clone-heading = Dupliquer
clone-what-happens = Crée une nouvelle session avec les mêmes réglages et un nouveau lien, quelques semaines plus tard à la même heure.
label-with-invitations = Avec la liste d’invitations
hint-with-invitations = Personne ne reçoit de courriel.
clone = Dupliquer la session
calendar-heading = Votre agenda
calendar-help = Abonnez votre agenda à cette adresse et vos sessions y apparaîtront. Quiconque la possède peut les lire : gardez-la pour vous.
label-calendar-address = Adresse privée de l’agenda
calendar-renew = Renouveler l’adresse
calendar-renew-title = Renouveler cette adresse ?
calendar-renew-what-happens = L’ancienne adresse cesse aussitôt de fonctionner, dans tous les agendas qui y sont abonnés.
calendar-keep = Garder l’adresse
notice-occurrence-cancelled = Cette séance est annulée.
notice-cloned = Voici la nouvelle session. Vérifiez son horaire et envoyez son lien.
notice-calendar-renewed = L’adresse de l’agenda est renouvelée. Abonnez-vous à la nouvelle.
