### Les mots de tous les messages. Simples, brefs, avec « vous ».

product-name = Jigsaw
greeting = Bonjour { $name },
greeting-nobody = Bonjour,
hosted-by = Avec { $host }
paste-link = Si le bouton ne fonctionne pas, ouvrez ce lien :
before-link = { $label } :
quote-by = { $host } vous écrit :
listed-footer = Vous recevez ce message parce que votre adresse est sur la liste de cette session.

## Invitation

invitation-subject = { $host } vous invite à « { $title } »
invitation-lead = { $role ->
    [co_host] { $host } vous invite à « { $title } » pour l’animer à ses côtés.
    [presenter] { $host } vous invite à intervenir lors de « { $title } ».
    [captioner] { $host } vous invite à « { $title } » pour écrire les sous-titres.
   *[attendee] { $host } vous invite à « { $title } ».
}
invitation-intro = { $role ->
    [co_host] { $host } vous invite à animer cette session à ses côtés.
    [presenter] { $host } vous invite à intervenir.
    [captioner] { $host } vous invite pour écrire les sous-titres.
   *[attendee] { $host } vous invite.
}
invitation-now-subject = { $host } vous attend maintenant à « { $title } »
invitation-now-lead = { $role ->
    [co_host] « { $title } » a commencé, et { $host } vous demande de venir maintenant pour l’animer à ses côtés.
    [presenter] « { $title } » a commencé, et { $host } vous demande de venir maintenant pour intervenir.
    [captioner] « { $title } » a commencé, et { $host } vous demande de venir maintenant pour écrire les sous-titres.
   *[attendee] « { $title } » a commencé, et { $host } vous demande de venir maintenant.
}
invitation-now-intro = { $role ->
    [co_host] La session a commencé, et { $host } vous demande de venir maintenant pour l’animer à ses côtés.
    [presenter] La session a commencé, et { $host } vous demande de venir maintenant pour intervenir.
    [captioner] La session a commencé, et { $host } vous demande de venir maintenant pour écrire les sous-titres.
   *[attendee] La session a commencé, et { $host } vous demande de venir maintenant.
}
invitation-button = Ouvrir la session
invitation-now-button = Participer maintenant
invitation-personal = Ce lien est à vous seul(e) : la personne qui l’ouvre vient à votre place. Merci de le garder pour vous.
invitation-footer = { $host } a mis votre adresse sur la liste de cette session ; c’est pourquoi vous recevez ce message. Si vous ne savez pas pourquoi, vous pouvez l’ignorer.

## Rappel

reminder-subject = Rappel : « { $title } », { $date }, { $time }
reminder-lead = « { $title } » avec { $host } commence dans { $wait }.
reminder-intro = La session commence dans { $wait }.

## Changement

change-subject = Modification : « { $title } »
change-lead = Quelque chose a changé pour « { $title } » avec { $host }. Voici ce qui est prévu à présent :
change-intro = Quelque chose a changé pour cette session. Voici ce qui est prévu à présent :
change-moved-subject = Nouvel horaire pour « { $title } »
change-moved-lead = « { $title } » avec { $host } change d’horaire :
change-moved-intro = La session change d’horaire :
change-was = Le début était prévu auparavant le { $date }, { $time }.
change-link = Votre lien personnel reste le même.

## Annulation

cancellation-subject = Annulation : « { $title } »
cancellation-lead = « { $title } » avec { $host } n’aura pas lieu. Il était prévu :
cancellation-intro = Cette session n’aura pas lieu. Elle était prévue :
cancellation-note = Vous n’avez rien à faire. Si la session figure dans votre calendrier, l’entrée jointe l’en retire.
cancellation-footer = Vous recevez ce message parce que votre adresse était sur la liste de cette session.
uninvited-subject = Vous n’êtes plus sur la liste de « { $title } »
uninvited-lead = { $host } a retiré votre invitation à « { $title } ». Elle était valable pour :
uninvited-intro = { $host } a retiré votre invitation. Elle était valable pour :
uninvited-note = Votre lien n’ouvre plus la session. Si elle figure dans votre calendrier, l’entrée jointe l’en retire.

## Code

code-subject = Votre code pour « { $title } »
code-lead = Voici votre code pour « { $title } » avec { $host } :
code-intro = Voici votre code :
code-use = Saisissez-le sur la page où vous l’avez demandé. Il est valable encore { $wait }.
code-use-profile = Saisissez-le sur la page où vous l’avez demandé, et votre compte Jigsaw sera créé. Il est valable encore { $wait }.
code-keep = Personne d’autre que vous n’a besoin de ce code ; merci de ne le donner à personne.
code-footer = Vous recevez ce message parce que quelqu’un a saisi votre adresse à la porte de cette session. Si ce n’était pas vous, vous pouvez l’ignorer.

## Compte existant

account-exists-subject = Vous avez déjà un compte Jigsaw
account-exists-lead = Quelqu’un, sans doute vous, a voulu créer un compte avec votre adresse pour participer à « { $title } » avec { $host }. Vous en avez déjà un.
account-exists-next = Revenez à la page de la session et donnez le mot de passe de votre compte. Vous pouvez aussi vous connecter d’abord :
account-exists-button = Se connecter
account-exists-footer = Rien n’a été modifié. Si ce n’était pas vous, vous pouvez ignorer ce message.

## Blocage du mot de passe

lock-alert-subject = Votre compte Jigsaw n’accepte aucun mot de passe pour l’instant
lock-alert-heading = Trop de mots de passe erronés
lock-alert-lead = Quelqu’un a donné de nombreuses fois de suite un mot de passe erroné pour votre compte Jigsaw. Pour que personne d’autre n’y entre, il n’accepte aucun mot de passe jusqu’au :
lock-alert-was-you = Si c’était vous, attendez ce moment puis réessayez.
lock-alert-was-not = Si ce n’était pas vous, vous n’avez rien à faire. Aucun de ces essais n’a abouti.
lock-alert-footer = Jigsaw envoie ce message au titulaire d’un compte chaque fois que cela se produit.

## Bienvenue

welcome-subject = Bienvenue sur Jigsaw
welcome-lead = Votre compte est prêt. Désormais, votre adresse et votre mot de passe ouvrent toutes les sessions qui les demandent.
welcome-guest = Connectez-vous pour voir votre nom et votre fuseau horaire :
welcome-host = Connectez-vous pour préparer votre première session et y inviter des personnes :
welcome-footer = Vous recevez ce message parce qu’un compte a été créé avec votre adresse.

## Un nouveau mot de passe

password-reset-subject = Choisissez un nouveau mot de passe
password-reset-lead = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Jigsaw. Voici comment le choisir :
password-reset-button = Choisir un mot de passe
password-reset-until = Le lien fonctionne une seule fois, jusqu’au { $date }, { $time }.
password-reset-what-happens = Avec le nouveau mot de passe, tous les navigateurs connectés à votre compte sont déconnectés.
password-reset-footer = Si ce n’était pas vous, vous pouvez ignorer ce message : votre mot de passe reste le même.

## Quelqu’un frappe à la porte

access-request-subject = { $count ->
    [one] Quelqu’un demande à entrer dans « { $title } »
   *[other] { $count } personnes demandent à entrer dans « { $title } »
}
access-request-lead = { $count ->
    [one] Quelqu’un attend à la porte de « { $title } » :
   *[other] { $count } personnes attendent à la porte de « { $title } » :
}
access-request-intro = { $count ->
    [one] Quelqu’un attend à la porte de votre session :
   *[other] { $count } personnes attendent à la porte de votre session :
}
access-request-unverified = a donné une adresse chez { $domain }, qui n’est pas confirmée
access-request-mailbox = a confirmé une adresse chez { $domain }
access-request-account = s’est identifié avec une adresse chez { $domain }
access-request-button = Voir qui attend
access-request-note = Chacun peut donner n’importe quel nom. Vous décidez qui entre.
access-request-footer = Vous recevez ce message, au plus une fois toutes les dix minutes, parce que personne dans la session ne pouvait répondre.
people-more = { $count ->
    [one] Et { $count } autre personne.
   *[other] Et { $count } autres personnes.
}

## Invitations non remises

digest-subject = { $count ->
    [one] Une invitation à « { $title } » n’a pas pu être remise
   *[other] { $count } invitations à « { $title } » n’ont pas pu être remises
}
digest-lead = { $count ->
    [one] Une invitation à « { $title } » n’a pas pu être remise :
   *[other] { $count } invitations à « { $title } » n’ont pas pu être remises :
}
digest-intro = { $count ->
    [one] Une invitation n’a pas pu être remise :
   *[other] { $count } invitations n’ont pas pu être remises :
}
digest-no-reason = Le serveur de messagerie n’a donné aucune raison.
digest-button = Voir les invitations
digest-note = Vérifiez l’orthographe de l’adresse, ou donnez son lien à la personne par un autre moyen.
digest-footer = Vous recevez ce message, au plus une fois par heure, parce que c’est votre session.

## Entrée de calendrier

calendar-host = { $host } anime cette session.
calendar-own-link = Le plus rapide est votre lien personnel, dans le message qui a apporté cette entrée.
calendar-link = Le lien de la session : { $url }

## Message d’essai

test-subject = Message d’essai de Jigsaw
test-lead = Ce message a été envoyé pour voir si l’envoi fonctionne. Il fonctionne.

## Temps

time-date = { $weekday } { $day } { $month } { $year }
time-span = { $from }–{ $to }, { $zone }
time-span-from = Du { $date }, { $time },
time-span-to = au { $date }, { $time }, { $zone }
time-at = { $time }, { $zone }
time-zone-of = heure locale à { $city }
time-zone-offset = { $zone } (UTC{ $offset })
time-with-offset = { $time } (UTC{ $offset })
time-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
time-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
day-first = 1er
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
