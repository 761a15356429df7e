### Les pages de l’hôte.

sign-in = Se connecter
sign-in-help = Vous avez reçu une invitation à une session ? Inutile de vous connecter ici : ouvrez le lien que l’on vous a envoyé.
sign-out = Se déconnecter
set-up-heading = Configurez votre compte
set-up-lead = Vérifiez votre nom et choisissez un mot de passe. Vous pourrez ensuite créer votre première session.
set-up-button = Créer le compte
hint-own-zone = Les heures vous sont affichées dans ce fuseau.

account-heading = Votre compte
hint-own-name = Les autres le voient dans vos sessions.
hint-own-language = Celle des pages et des e-mails que vous recevez.

sessions-heading = Mes sessions
sessions-upcoming = À venir
sessions-upcoming-empty = Rien n’est prévu.
sessions-past = Passées
sessions-empty = Vos sessions apparaîtront ici
    .help = Une session est un cours, un webinaire ou une réunion à une heure donnée. Créez-en une, choisissez qui peut entrer et envoyez le lien.
create-session = Créer une session

open-live = Ouvrir la vue en direct

## Le formulaire d’une session

form-what-and-when = Quoi et quand
form-who-and-when = Qui peut entrer et quand
    .help = Entrée anticipée, salle d’attente, nombre de personnes, vérification de l’adresse, rappels
label-title = Titre
label-starts = Début
label-ends = Fin
hint-session-zone = Le début et la fin sont indiqués dans ce fuseau.
label-invitation-type = Type d’invitation
type-list = Liste des invités
type-list-help = Seules les personnes de votre liste entrent. Chacune reçoit un lien personnel ; avec le lien de la session, elle vérifie son adresse par un code reçu par e-mail.
type-link-password = Lien – mot de passe demandé
type-link-password-help = Toute personne ayant le lien entre avec le mot de passe de son compte. Qui n’a pas de compte en crée un en chemin.
type-link-open = Lien – sans mot de passe
type-link-open-help = Toute personne ayant le lien entre avec une adresse e-mail et un nom. Aucun compte n’est nécessaire.
label-early-entry = Entrée anticipée, en minutes
hint-early-entry = Combien de temps avant le début les participants peuvent entrer.
label-capacity = Nombre de personnes
hint-capacity = Au plus ce nombre à la fois. Laissez vide pour ne pas limiter.
label-wait-for-host = Attendre l’hôte
hint-wait-for-host = Les participants attendent l’arrivée de l’hôte, d’un co-hôte ou d’un intervenant.
label-waiting-room = Salle d’attente
hint-waiting-room = Ces personnes attendent que vous les admettiez.
waiting-room-off = Personne n’attend
waiting-room-guests = Personnes ni invitées ni connectées
waiting-room-everyone = Tous sauf les co-hôtes et les intervenants
label-email-proof = Vérification de l’adresse
hint-email-proof = Pour le lien sans mot de passe.
email-proof-none = Pas nécessaire
email-proof-code = Avec un code par e-mail
label-joinable-until = Ouverte aux nouvelles personnes jusqu’à
hint-joinable-until = Laissez vide pour fermer à la fin.
label-reminders = Rappels
hint-reminders = Envoyés par e-mail à toute la liste des invités.
reminder-before = { $time } avant

## Détails d’une session

tab-details = Détails
tab-invitations = Invitations
tab-live = En direct
tab-access = Accès
tab-waiting = { $count ->
    [one] { $count } personne attend
   *[other] { $count } personnes attendent
}
enter-session = Entrer dans la session
details-who-gets-in = Qui peut entrer
details-edit = Modifier
label-session-link = Lien de la session
rotate-link = Remplacer le lien
rotate-title = Remplacer ce lien ?
rotate-what-happens = L’ancien lien cesse aussitôt de fonctionner, où qu’il ait été envoyé ou imprimé. Les personnes présentes restent, et les liens personnels continuent de fonctionner.
keep-link = Garder le lien
cancelled-lead = Cette session a été annulée.
cancel-heading = Annuler cette session
cancel-session = Annuler la session
cancel-title = Annuler « { $title } » ?
cancel-what-happens = Plus personne ne pourra entrer, et une session annulée ne revient pas. Quiconque ouvre le lien lit votre motif.
hint-cancel-reason = Facultatif. Affiché à tous ceux qui ouvrent le lien, et cité dans l’e-mail aux invités.
keep-session = Garder la session

## Invitations

invite-heading = Inviter des personnes
label-email-addresses = Adresses e-mail
hint-email-addresses = Une par ligne, ou séparées par des virgules. Un nom peut précéder l’adresse : Mia Ito <mia@example.org>
invite = Inviter
invite-faulty-lines = { $count ->
    [one] Personne n’a encore été invité : { $count } adresse sur { $all } n’est pas utilisable
   *[other] Personne n’a encore été invité : { $count } adresses sur { $all } ne sont pas utilisables
}
invite-line = Ligne { $line }
invitations-heading = Liste des invités
invitations-empty = Personne n’est encore invité
    .list = Seules les personnes de cette liste entrent. Ajoutez leurs adresses : chacune reçoit un lien personnel.
    .link = Toute personne ayant le lien entre. Invitez des personnes pour leur envoyer un lien personnel ou leur donner le rôle de co-hôte, d’intervenant ou de sous-titreur.
invitation-queued = E-mail en route
invitation-sent = E-mail envoyé
invitation-bounced = Non distribué
invitation-opened = Page ouverte
invitation-waiting = En attente
invitation-admitted = Admis
invitation-refused = Refusé
invitation-revoked = Retirée
resend = Renvoyer
revoke = Retirer
revoke-title = Retirer l’invitation de { $email } ?
revoke-what-happens = Le lien personnel cesse aussitôt de fonctionner. Une personne présente le reste ; pour la faire sortir, utilisez « Exclure » dans l’onglet « En direct ».
keep-invitation = Garder l’invitation
column-person = Personne
column-status = Statut
column-actions = Actions
column-state = État

## Ce que la dernière action a fait, et pourquoi une autre n’a pas été faite

notice-created = La session est créée. Envoyez son lien ou invitez des personnes.
notice-saved = Modifications enregistrées.
notice-account = Votre compte est enregistré.
notice-rotated = Le lien est remplacé. L’ancien ne fonctionne plus.
notice-cancelled = La session est annulée.
notice-invited = { $count ->
    [0] Toutes les personnes de cette liste étaient déjà invitées.
    [one] { $count } personne est invitée. L’e-mail est en route.
   *[other] { $count } personnes sont invitées. Leurs e-mails sont en route.
}
notice-resent = L’invitation est renvoyée par e-mail.
notice-revoked = L’invitation est retirée.
notice-started = La session est en cours.
notice-ended = La session est terminée.
notice-locked = La porte est verrouillée.
notice-unlocked = La porte est ouverte.
notice-admitted = Admission faite.
notice-approved = Accord donné. La personne entrera dès que rien d’autre ne la retient.
notice-denied = La personne a été informée que l’entrée lui est refusée.
notice-removed = La personne a été exclue.
notice-forgiven = La personne peut revenir.
notice-role = Le rôle est modifié.
conflict-not-waiting = Cette personne n’attend plus.
conflict-address-not-proved = Ce rôle demande une adresse vérifiée. Invitez la personne pour qu’elle vienne par son lien personnel.
conflict-host = La place de l’hôte ne peut pas être modifiée.
conflict-invitation-revoked = Cette invitation a été retirée. Invitez l’adresse de nouveau.
conflict-session = Rien n’a été modifié : l’état de la session ne le permet pas.

## En direct

waiting-heading = En attente d’admission
waiting-announcement = { $count ->
    [0] Personne n’attend.
    [one] { $count } personne attend d’être admise.
   *[other] { $count } personnes attendent d’être admises.
}
waiting-knocks = demande à entrer
admit = Admettre
admit-all = Tout admettre
deny = Refuser
roster-heading = Personnes
roster-empty = Personne n’est encore là
    .help = Les personnes apparaissent ici quand elles entrent ou attendent. Cette page se met à jour d’elle-même.
person-invited = Invité
person-waiting = En attente
person-in = Présent
person-away = Connexion perdue
person-left = Parti
person-denied = Refusé
person-removed = Exclu
change-role = Changer le rôle
change-role-title = Rôle de { $name } dans cette session
remove = Exclure
remove-title = Exclure { $name } ?
remove-what-happens = La personne doit sortir aussitôt et en est informée.
label-ban = Ne plus la laisser entrer
hint-remove-reason = Facultatif. Affiché à cette personne.
start-heading = On commence ?
start-lead = Une fois la session ouverte, les participants peuvent entrer, même avant l’heure prévue.
start = Démarrer
over-heading = Cette session est finie
over-lead = Plus personne ne peut entrer.
door-open = La porte est ouverte
door-locked = La porte est verrouillée
    .help = Plus personne de nouveau n’entre.
    .message = Plus personne de nouveau n’entre. On y lit :
label-lock-message = Message sur la porte
hint-lock-message = Facultatif. Lu par les personnes qui arrivent pendant le verrouillage.
lock = Verrouiller
unlock = Déverrouiller
fly-heading = Faire venir quelqu’un maintenant
fly-lead = La personne reçoit aussitôt un e-mail et n’a pas à attendre. Vous obtenez aussi son lien ici.
fly-later = Quand la session est en cours, vous pouvez faire venir des personnes d’ici. D’ici là, passez par l’onglet
invite-on-the-fly = Inviter maintenant
invited-heading = { $email } : invitation créée
invited-lead = L’e-mail est en route. Vous pouvez aussi transmettre ce lien vous-même ; il ne fonctionne que pour cette personne.
label-personal-link = Lien personnel
end-heading = Fin
end-session = Terminer la session
end-title = Terminer « { $title } » pour tout le monde ?
end-what-happens = Toutes les personnes présentes sortent, et plus personne ne peut entrer. C’est définitif.
keep-going = Continuer la session

## Qui peut entrer, en une phrase : des parties mises bout à bout

access-sentence = { $parts }.
list-separator = ,{" "}
access-list = Seulement les personnes de la liste des invités
access-account = Toute personne ayant le lien, après connexion ou création d’un compte
access-mailbox = Toute personne ayant le lien, après vérification de son adresse
access-anyone = Toute personne ayant le lien
access-from-start = dès le début
access-early = au plus tôt { $time } avant le début
access-capacity = { $count ->
    [one] au plus { $count } personne
   *[other] au plus { $count } personnes
}
access-guests-wait = les non-invités admis un par un
access-everyone-waits = tout le monde admis un par un
access-without-host = même avant l’arrivée de l’hôte
access-until = jusqu’au { $time }

## Accès

explained-admitted = { $email } pourrait entrer aussitôt.
explained-waiting = { $email } devrait attendre : { $because }.
explained-refused = L’entrée serait refusée à { $email } : { $because }.
explained-needs = { $email } devrait en indiquer davantage : { $because }.
explained-then-admitted = La personne pourrait ensuite entrer.
explained-then-waiting = La personne devrait ensuite attendre : { $because }.
explained-then-refused = L’entrée lui serait ensuite refusée : { $because }.
somebody = Quelqu’un
simulator-heading = Qui pourrait entrer, et pourquoi ?
hint-simulator-email = Celle de la personne qui vous intéresse.
hint-simulator-time = Dans ce fuseau : { $zone }. Laissez vide pour l’instant présent.
hint-simulator-link = Celui que la personne utiliserait.
simulator-button = Vérifier
link-kind-session = Lien de la session
link-kind-personal = Lien personnel
decisions-heading = Décisions
decisions-empty = Personne n’a encore essayé d’entrer
    .help = Chaque essai est consigné ici, avec chaque règle et ce qu’elle a dit.
decision-policy = Règles { $policy }
decision-correlation = Référence { $id }
outcome-admitted = Admis
outcome-needs = À compléter
outcome-waiting = Retenu
outcome-refused = Refusé
verdict-permit = Laisse entrer
verdict-require = Demande
verdict-hold = Retient
verdict-deny = Refuse
verdict-abstain = Sans avis
column-rule = Règle
column-verdict = Avis
column-why = Raison
