### Réponses à une invitation.

answer-question = Viendrez-vous ?
answer-accept = Oui
answer-tentative = Peut-être
answer-decline = Non
