### Kinds of sessions, their times, and calendars.

## Faults of kinds of sessions

fault-rule_malformed = Esta regla no se puede leer. Elija cómo se repite la sesión y cuándo termina.
fault-never_takes_place = Con estos datos la sesión nunca tiene lugar. Elija otros días o un final posterior.
fault-too_far = La última fecha tiene que estar dentro de { $years } años.
fault-overlaps = Coincide con otra fecha de esta sesión. Elija otra hora.
fault-no_occurrence = Esta fecha ya pasó o fue cancelada. Vuelva a cargar la página.
fault-never_open = La sesión no está abierta ninguno de estos días. Elija otros días.

## Kinds of sessions

label-kind = Tipo de sesión
kind-one-time = Única
kind-one-time-help = La sesión tiene lugar una vez, desde su inicio hasta su fin.
kind-open = Abierta
kind-open-help = Una sesión durante varios días. Del primer día al último, la puerta está abierta cada día entre las dos horas.
kind-recurring = Periódica
kind-recurring-help = La sesión tiene lugar una y otra vez, con un solo enlace y una sola lista. El inicio y el fin son los de la primera vez.
label-every = Cada
label-unit = Días, semanas o meses
unit-days = días
unit-weeks = semanas
unit-months = meses
unit-as-it-is = según la regla actual
label-days = Estos días
hint-days = Si no elige ninguno: todos los días en una sesión abierta, o el día del inicio.
label-times = Número de veces
hint-times = O elija el último día.
label-last = Último día
repeats-open = Abierta de { $from } a { $to }
repeats-on = { $rule }: { $days }
repeats-daily = { $count ->
    [1] Cada día
   *[other] Cada { $count } días
}
repeats-weekly = { $count ->
    [1] Cada semana
   *[other] Cada { $count } semanas
}
repeats-monthly = { $count ->
    [1] Cada mes
   *[other] Cada { $count } meses
}
repeats-left = { $count ->
    [one] { $rule }, una vez más
   *[other] { $rule }, { $count } veces más
}
standing-planned = Prevista
standing-moved = Cambiada
standing-cancelled = Cancelada
occurrences-heading = Próximas fechas
occurrences-further = { $count ->
    [one] Y 1 más.
   *[other] Y { $count } más.
}
occurrence-move = Cambiar de hora
occurrence-move-heading = Cambiar una fecha
occurrence-move-what-happens = Solo cambia { $when }. Las demás fechas quedan como están.
occurrence-zone = Zona: { $zone }.
occurrence-cancel = Cancelar esta fecha
occurrence-cancel-title = ¿Cancelar { $when }?
occurrence-cancel-what-happens = Solo se cancela esta fecha. Las demás quedan como están.
occurrence-keep = Conservarla
clone-heading = Duplicar
clone-what-happens = Crea una sesión nueva con los mismos ajustes y un enlace nuevo, unas semanas después a la misma hora.
label-with-invitations = Con la lista de invitaciones
hint-with-invitations = Nadie recibe un correo.
clone = Duplicar la sesión
calendar-heading = Su calendario
calendar-help = Suscriba su calendario a esta dirección y sus sesiones aparecerán en él. Quien la tenga puede leerlas: no la comparta.
label-calendar-address = Dirección privada del calendario
calendar-renew = Renovar la dirección
calendar-renew-title = ¿Renovar esta dirección?
calendar-renew-what-happens = La dirección anterior deja de funcionar de inmediato en todos los calendarios suscritos.
calendar-keep = Conservar la dirección
notice-occurrence-cancelled = Esta fecha está cancelada.
notice-cloned = Esta es la sesión nueva. Compruebe su hora y envíe su enlace.
notice-calendar-renewed = La dirección del calendario se ha renovado. Suscríbase a la nueva.
