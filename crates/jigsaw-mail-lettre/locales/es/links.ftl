### Respuestas a una invitación.

answer-question = ¿Asistirá usted?
answer-accept = Sí
answer-tentative = Quizá
answer-decline = No, gracias
