### Prévenir les invités, et le mot de l’hôte à leur intention.

label-message = Message aux invités
hint-message = Facultatif. Cité en texte simple dans l’invitation, dans les rappels et quand le titre ou l’horaire changent.
tell-invitees = { $count ->
    [one] Prévenir la personne invitée par e-mail
   *[other] Prévenir les { $count } personnes invitées par e-mail
}
hint-tell-of-changes = Elles reçoivent un e-mail et une nouvelle entrée de calendrier quand vous changez le titre ou l’horaire. Rien d’autre n’est envoyé.
hint-tell-of-link = Elles reçoivent un e-mail qui mène à la session ; leurs liens personnels restent les mêmes.
hint-tell-of-cancellation = Elles reçoivent un e-mail avec votre motif, et la session est retirée de leur calendrier.
