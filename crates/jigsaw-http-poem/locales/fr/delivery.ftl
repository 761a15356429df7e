# Ce qu’est devenu le courrier de chacun, et ce que chacun a fait.
invitation-deferred = Nouvel essai prévu
invitation-dropped = Non envoyé
invitation-parked = Abandonné
dropped-suppressed = Non envoyé : cette adresse a déjà refusé nos messages.
dropped-over = Non envoyé : la session était déjà terminée ou annulée.
dropped-uninvited = Non envoyé : l’invitation n’était plus valable.
dropped-late = Non envoyé : il était trop tard.
suppressed-bounced = Cette adresse a refusé notre message le { $date }. Plus rien ne lui est envoyé.
suppressed-complained = Une personne à cette adresse a signalé notre message comme indésirable le { $date }. Plus rien ne lui est envoyé.
unsubscribed-since = Ne souhaite plus recevoir vos rappels depuis le { $date }. Les invitations, changements et annulations sont toujours envoyés.
lift-suppression = Écrire de nouveau à cette adresse
notice-lifted = Les messages sont de nouveau envoyés à cette adresse. Renvoyez l’invitation si elle n’est pas arrivée.
relay-out-of-order = Le courrier attend depuis le { $date } : le serveur de messagerie est en panne. Rien n’est perdu ; tout partira dès son retour.

unsubscribe-heading = Rappels de { $host }
unsubscribe-wanted = Des rappels sont envoyés à { $email }.
unsubscribe-stopped = Aucun rappel n’est plus envoyé à { $email }.
unsubscribe-still-comes = Les invitations, changements et annulations arrivent toujours.
unsubscribe-stop = Ne plus recevoir de rappels
unsubscribe-undo = Recevoir de nouveau les rappels
