### Prévenir les invités, et le mot de l’hôte à leur intention.

label-message = Message aux invités
hint-message = Facultatif. Cité en texte simple dans l’invitation, dans les rappels et quand le titre ou l’horaire changent.
tell-invitees = { $count ->
    [one] Prévenir { $count } personne invitée par e-mail
   *[other] Prévenir les { $count } personnes invitées par e-mail
}
hint-tell-of-changes = Elles reçoivent un e-mail et une nouvelle entrée de calendrier quand vous changez le titre ou l’horaire. Rien d’autre n’est envoyé.
hint-tell-of-link = Elles reçoivent un e-mail qui mène à la session ; leurs liens personnels restent les mêmes.
hint-tell-of-cancellation = Elles reçoivent un e-mail avec votre motif, et la session est retirée de leur calendrier.

## Un mot de passe oublié

forgot-link = Mot de passe oublié ?
forgot-heading = Mot de passe oublié ?
forgot-lead = Donnez l’adresse de votre compte. Vous recevrez un e-mail avec un lien pour choisir un nouveau mot de passe.
forgot-button = Envoyer le lien
forgot-sent = Si un compte existe avec cette adresse, un e-mail avec un lien est en route.
forgot-sent-help = Le lien fonctionne une seule fois, pendant une heure. Tant que vous ne l’utilisez pas, votre mot de passe reste le même. Rien reçu ? Regardez dans les courriers indésirables, ou vérifiez l’orthographe de l’adresse.
reset-heading = Choisir un nouveau mot de passe
reset-lead = Avec le nouveau mot de passe, tous les autres navigateurs connectés à votre compte sont déconnectés.
reset-button = Enregistrer et se connecter

mail-welcome = Bienvenue
mail-digest = Non remis
