### Les mots de toutes les pages. Simples, courts, avec « vous ».

product-name = Jigsaw
skip-to-content = Aller au contenu
nav-main = Menu principal
nav-session = Session
undo = Revenir en arrière
save = Enregistrer
go-back = Retour
optional = Facultatif
show-more = Afficher plus
copied = Copié
copy-link = Copier le lien
qr-caption = QR code de ce lien
offline = Vous êtes hors ligne. Votre saisie est conservée et cette page reprendra d’elle-même.
online-again = La connexion est rétablie.

label-email = Adresse e-mail
label-password = Mot de passe
label-new-password = Choisissez un mot de passe
label-first-name = Prénom
label-last-name = Nom
label-time-zone = Fuseau horaire
label-language = Langue
language-choose = Changer de langue
language-by-browser = Selon mon navigateur
label-role = Rôle
label-reason = Motif
label-time = Moment
label-link = Lien
hint-new-password = Au moins 8 caractères. Quelques mots peu communs à la suite conviennent bien.
show-password = Afficher
hide-password = Masquer

errors-summary = { $count } champs sont à revoir
errors-field = { $field } : { $message }
form-sign-in-wrong = Cette adresse et ce mot de passe ne correspondent pas. Vérifiez les deux et réessayez.
form-sign-in-paused = Trop d’essais. Attendez un instant, puis réessayez.
form-expired = Cette page est restée ouverte longtemps. Rien n’a été modifié ; envoyez-la de nouveau.
form-changed-meanwhile = Quelqu’un a modifié cette session pendant que vous y travailliez. Vérifiez les valeurs et enregistrez de nouveau.

## Rôles, preuves et états

role-host = Hôte
role-co-host = Co-hôte
role-presenter = Intervenant
role-attendee = Participant
role-captioner = Sous-titreur

proof-account = Avec un compte
proof-mailbox = Adresse vérifiée
proof-unverified = Adresse non vérifiée

state-scheduled = Prévue
state-live = En cours
state-ended = Terminée
state-cancelled = Annulée

people-inside = { $count ->
    [one] { $count } personne présente
   *[other] { $count } personnes présentes
}
people-invited = { $count ->
    [0] Aucun invité
    [one] { $count } personne invitée
   *[other] { $count } personnes invitées
}
retry-after = { $count ->
    [one] Vous pourrez réessayer dans { $count } seconde.
   *[other] Vous pourrez réessayer dans { $count } secondes.
}

## Temps

time-date = { $weekday } { $day } { $month } { $year }
time-moment = { $date }, { $time }
time-span = { $from }–{ $to }
time-in-zone = { $time } ({ $zone })
your-time = { $time }, à votre heure
time-zone-of = heure de { $city }
time-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
time-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
weekday-1 = lun.
weekday-2 = mar.
weekday-3 = mer.
weekday-4 = jeu.
weekday-5 = ven.
weekday-6 = sam.
weekday-7 = dim.
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.

## Erreurs des champs, d’après le code du domaine

fault-blank = Remplissez ce champ.
fault-too_short = Utilisez au moins { $min } caractères.
fault-too_long = Utilisez au plus { $max } caractères.
fault-control_character = Retirez les caractères qui ne peuvent pas être affichés.
fault-email_malformed = Écrivez une adresse e-mail complète, par exemple mia@example.org.
fault-out_of_range = Choisissez un nombre de { $min } à { $max }.
fault-not_a_choice = Choisissez l’une des valeurs proposées.
fault-unknown_time_zone = Choisissez un fuseau horaire dans la liste.
fault-not_a_time = Indiquez une date et une heure.
fault-time_skipped = Cette heure n’existe pas ce jour-là à cause du passage à l’heure d’été. Choisissez-en une autre.
fault-ends_before_start = La fin doit venir après le début.
fault-lasts_too_long = La fin doit venir au plus { $days } jours après le début.
fault-in_the_past = Choisissez un moment à venir.
fault-password_guessable = Ce mot de passe est facile à deviner. Choisissez-en un autre.
fault-duplicate = Cette adresse figure déjà à la ligne { $row }.
fault-too_many = Indiquez au plus { $max } entrées à la fois.
fault-second_captioner = Une session n’a qu’un sous-titreur. Changez d’abord le rôle de l’autre.
fault-host_invited = C’est l’adresse de l’hôte. Il peut toujours entrer.
fault-not_an_address = Écrivez une adresse web complète qui commence par https.
fault-unknown_field = Ce champ n’est pas connu ici.
fault-wrong_type = Cette valeur n’est pas lisible. Écrivez-la de nouveau.
