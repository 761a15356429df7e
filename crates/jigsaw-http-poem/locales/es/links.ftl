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

## Enlaces

qr-png = Código QR en PNG
qr-svg = Código QR en SVG
show-link = Ver enlace
personal-link-heading = Enlace personal
personal-link-help = Quien abra este enlace entra en el lugar de esta persona. No se lo dé a nadie más. Queda anotado que usted lo ha visto.
renew-link = Renovar enlace
renew-title = ¿Renovar este enlace?
renew-what-happens = El enlace anterior deja de funcionar de inmediato. Si esta persona está dentro, sigue dentro.
renew-tell = Enviarle el nuevo enlace por correo
back-to-invitations = Volver a las invitaciones
notice-renewed = El enlace se ha renovado. El anterior ya no funciona.
link-since = El enlace funciona desde { $time }.
link-until = Termina: { $time }.
link-no-end = Termina con la sesión.
link-expired = El enlace terminó: { $time }.
link-over = La sesión ha terminado, y con ella su enlace.
link-came = { $count ->
    [0] Nadie ha llegado aún por este enlace.
    [one] 1 persona ha llegado por este enlace.
   *[other] { $count } personas han llegado por este enlace.
}
share-heading = Texto para enviar
share-label = Texto con hora y enlace
share-copy = Copiar texto
share-mail = Escribir un correo
share-asks-list = Se le pedirá la dirección con la que fue invitado y el código que se envía a ella.
share-asks-account = Se le pedirá su dirección de correo y la contraseña de su perfil de Jigsaw. Si no tiene perfil, lo creará en el camino.
share-asks-code = Se le pedirá su dirección de correo, el código que se envía a ella y su nombre.
share-asks-name = Se le pedirá su dirección de correo y su nombre. No necesita cuenta.
link-limits-heading = Límites del enlace
label-link-expires = Fin del enlace
hint-link-expires = Hora de { $zone }. Déjelo vacío para que termine con la sesión. Una hora pasada lo termina de inmediato.
label-link-people = Máximo de personas
hint-link-people = Como máximo tantas a la vez, por cualquier enlace. Déjelo vacío para no limitar.
save-link-limits = Guardar límites
