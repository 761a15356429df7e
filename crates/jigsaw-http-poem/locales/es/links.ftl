### Respuestas, calendario de correos, enlaces.

## ¿Asistirá?

coming-question = ¿Asistirá usted?
coming-said = Su respuesta:
coming-confirm = Pulse el botón para enviar su respuesta. Al abrir esta página no se ha enviado nada.
coming-help = Puede cambiar su respuesta hasta que termine la sesión. Si responde que no, no recibirá recordatorios y podrá venir de todos modos.
coming-enter = Abrir la sesión
said-accepted = Asistirá
    .button = Sí, asistiré
said-tentative = Quizá asista
    .button = Quizá
said-declined = No asistirá
    .button = No, no puedo asistir
notice-answered = Gracias. Su respuesta queda anotada.

## Respuestas, para quien organiza

answers-heading = Respuestas
answers-accepted = { $count ->
    [one] 1 asistirá
   *[other] { $count } asistirán
}
answers-tentative = { $count ->
    [one] 1 quizá asista
   *[other] { $count } quizá asistan
}
answers-declined = { $count ->
    [one] 1 no asistirá
   *[other] { $count } no asistirán
}
answers-none = { $count ->
    [one] 1 no ha respondido
   *[other] { $count } no han respondido
}

## Calendario de correos

mail-calendar-heading = Calendario de correos
mail-calendar-help = Todo lo que se envía por correo para esta sesión. Lo que está por venir se cuenta según la situación actual.
column-mail = Correo
column-when = Cuándo
mailing-invitations = Invitaciones
mailing-others = Otros correos
mailing-reminder = Recordatorio, { $time } antes
mailing-planned = Previsto
mailing-under-way = En camino
mailing-done = Terminado
mailing-skipped = Omitido
mailing-to = { $count ->
    [0] a nadie
    [one] a 1 persona
   *[other] a { $count } personas
}
mailing-sent = { $count ->
    [one] 1 enviado
   *[other] { $count } enviados
}
mailing-queued = { $count ->
    [one] 1 en la cola
   *[other] { $count } en la cola
}
mailing-failed = { $count ->
    [one] 1 no entregado
   *[other] { $count } no entregados
}
mailing-declined = { $count ->
    [one] 1 declinó
   *[other] { $count } declinaron
}
mailing-present = { $count ->
    [one] 1 ya está dentro
   *[other] { $count } ya están dentro
}
mailing-moved = { $count ->
    [one] 1 superado por un cambio de hora
   *[other] { $count } superados por un cambio de hora
}
mailing-dropped = { $count ->
    [one] 1 omitido
   *[other] { $count } omitidos
}
