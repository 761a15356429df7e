### Las palabras de todos los correos. Sencillas, breves, de usted.

product-name = Jigsaw
greeting = Hola, { $name }:
greeting-nobody = Hola:
hosted-by = Con { $host }
paste-link = Si el botón no funciona, abra este enlace:
before-link = { $label }:
quote-by = { $host } le escribe:
listed-footer = Recibe este correo porque su dirección está en la lista de esta sesión.

## Invitación

invitation-subject = { $host } le invita a «{ $title }»
invitation-lead = { $role ->
    [co_host] { $host } le invita a dirigir «{ $title }» a su lado.
    [presenter] { $host } le invita a intervenir en «{ $title }».
    [captioner] { $host } le invita a escribir los subtítulos de «{ $title }».
   *[attendee] { $host } le invita a «{ $title }».
}
invitation-intro = { $role ->
    [co_host] { $host } le invita a dirigir esta sesión a su lado.
    [presenter] { $host } le invita a intervenir.
    [captioner] { $host } le invita a escribir los subtítulos.
   *[attendee] { $host } le invita.
}
invitation-now-subject = { $host } le espera ahora en «{ $title }»
invitation-now-lead = { $role ->
    [co_host] «{ $title }» está en curso y { $host } le pide que entre ahora para dirigirla a su lado.
    [presenter] «{ $title }» está en curso y { $host } le pide que entre ahora para intervenir.
    [captioner] «{ $title }» está en curso y { $host } le pide que entre ahora para escribir los subtítulos.
   *[attendee] «{ $title }» está en curso y { $host } le pide que entre ahora.
}
invitation-now-intro = { $role ->
    [co_host] La sesión está en curso y { $host } le pide que entre ahora para dirigirla a su lado.
    [presenter] La sesión está en curso y { $host } le pide que entre ahora para intervenir.
    [captioner] La sesión está en curso y { $host } le pide que entre ahora para escribir los subtítulos.
   *[attendee] La sesión está en curso y { $host } le pide que entre ahora.
}
invitation-button = Abrir la sesión
invitation-now-button = Entrar ahora
invitation-personal = Este enlace es solo suyo: quien lo abre entra en su lugar. Por favor, no lo comparta.
invitation-footer = Recibe este correo porque { $host } puso su dirección en la lista de esta sesión. Si no sabe por qué, puede ignorarlo.

## Recordatorio

reminder-subject = Recordatorio: «{ $title }», { $date }, { $time }
reminder-lead = «{ $title }» con { $host } empieza dentro de { $wait }.
reminder-intro = La sesión empieza dentro de { $wait }.

## Cambio

change-subject = Cambios en «{ $title }»
change-lead = Algo ha cambiado en «{ $title }» con { $host }. Esto es lo que vale ahora:
change-intro = Algo ha cambiado en esta sesión. Esto es lo que vale ahora:
change-moved-subject = Nuevo horario de «{ $title }»
change-moved-lead = «{ $title }» con { $host } tiene otro horario:
change-moved-intro = La sesión tiene otro horario:
change-was = Antes, el comienzo estaba previsto para el { $date }, { $time }.
change-link = Su enlace personal sigue siendo el mismo.

## Cancelación

cancellation-subject = Cancelado: «{ $title }»
cancellation-lead = «{ $title }» con { $host } no se celebrará. Estaba previsto para:
cancellation-intro = Esta sesión no se celebrará. Estaba prevista para:
cancellation-note = No tiene que hacer nada. Si la sesión está en su calendario, la entrada adjunta la retira.
cancellation-footer = Recibe este correo porque su dirección estaba en la lista de esta sesión.
uninvited-subject = Ya no está en la lista de «{ $title }»
uninvited-lead = { $host } ha retirado su invitación a «{ $title }». Era para:
uninvited-intro = { $host } ha retirado su invitación. Era para:
uninvited-note = Su enlace ya no abre la sesión. Si está en su calendario, la entrada adjunta la retira.

## Código

code-subject = Su código para «{ $title }»
code-lead = Este es su código para «{ $title }» con { $host }:
code-intro = Este es su código:
code-use = Escríbalo en la página donde lo pidió. Vale todavía { $wait }.
code-use-profile = Escríbalo en la página donde lo pidió y se creará su cuenta de Jigsaw. Vale todavía { $wait }.
code-keep = Nadie más que usted necesita este código; por favor, no se lo dé a nadie.
code-footer = Recibe este correo porque alguien escribió su dirección a la puerta de esta sesión. Si no fue usted, puede ignorarlo.

## La cuenta ya existe

account-exists-subject = Ya tiene una cuenta de Jigsaw
account-exists-lead = Alguien, probablemente usted, quiso crear una cuenta con su dirección para entrar en «{ $title }» con { $host }. Ya tiene una.
account-exists-next = Vuelva a la página de la sesión y dé la contraseña de su cuenta. También puede iniciar sesión antes:
account-exists-button = Iniciar sesión
account-exists-footer = No se ha cambiado nada. Si no fue usted, puede ignorar este correo.

## Bloqueo de la contraseña

lock-alert-subject = Su cuenta de Jigsaw no acepta contraseñas por ahora
lock-alert-heading = Demasiadas contraseñas incorrectas
lock-alert-lead = Alguien ha dado muchas veces seguidas una contraseña incorrecta para su cuenta de Jigsaw. Para que nadie más entre, no acepta contraseñas hasta el:
lock-alert-was-you = Si fue usted, espere hasta entonces y vuelva a intentarlo.
lock-alert-was-not = Si no fue usted, no tiene que hacer nada. Ninguno de esos intentos tuvo éxito.
lock-alert-footer = Jigsaw envía este correo al titular de una cuenta cada vez que esto ocurre.

## Bienvenida

welcome-subject = Le damos la bienvenida a Jigsaw
welcome-lead = Su cuenta está lista. Desde ahora, su dirección y su contraseña abren todas las sesiones que las pidan.
welcome-guest = Inicie sesión para ver su nombre y su zona horaria:
welcome-host = Inicie sesión para preparar su primera sesión e invitar a otras personas:
welcome-footer = Recibe este correo porque se ha creado una cuenta con su dirección.

## Una contraseña nueva

password-reset-subject = Elija una contraseña nueva
password-reset-lead = Alguien, probablemente usted, ha pedido una contraseña nueva para su cuenta de Jigsaw. Así puede elegirla:
password-reset-button = Elegir una contraseña
password-reset-until = El enlace funciona una sola vez, hasta el { $date }, { $time }.
password-reset-what-happens = Con la contraseña nueva se cierra la sesión en todos los navegadores conectados a su cuenta.
password-reset-footer = Si no fue usted, puede ignorar este correo: su contraseña sigue siendo la misma.

## Alguien llama a la puerta

access-request-subject = { $count ->
    [one] Alguien pide entrar en «{ $title }»
   *[other] { $count } personas piden entrar en «{ $title }»
}
access-request-lead = { $count ->
    [one] Alguien espera a la puerta de «{ $title }»:
   *[other] { $count } personas esperan a la puerta de «{ $title }»:
}
access-request-intro = { $count ->
    [one] Alguien espera a la puerta de su sesión:
   *[other] { $count } personas esperan a la puerta de su sesión:
}
access-request-unverified = dio una dirección de { $domain }, que no está confirmada
access-request-mailbox = confirmó una dirección de { $domain }
access-request-account = se identificó con una dirección de { $domain }
access-request-button = Ver quién espera
access-request-note = Cualquiera puede dar cualquier nombre. Usted decide quién entra.
access-request-footer = Recibe este correo, como mucho una vez cada diez minutos, porque nadie que pudiera responder estaba en la sesión.
people-more = { $count ->
    [one] Y una persona más.
   *[other] Y { $count } personas más.
}

## Invitaciones que no llegaron

digest-subject = { $count ->
    [one] Una invitación a «{ $title }» no se pudo entregar
   *[other] { $count } invitaciones a «{ $title }» no se pudieron entregar
}
digest-lead = { $count ->
    [one] Una invitación a «{ $title }» no se pudo entregar:
   *[other] { $count } invitaciones a «{ $title }» no se pudieron entregar:
}
digest-intro = { $count ->
    [one] Una invitación no se pudo entregar:
   *[other] { $count } invitaciones no se pudieron entregar:
}
digest-no-reason = El servidor de correo no dio ningún motivo.
digest-button = Ver las invitaciones
digest-note = Revise cómo está escrita la dirección, o dé el enlace a la persona por otro medio.
digest-footer = Recibe este correo, como mucho una vez por hora, porque es su sesión.

## Entrada de calendario

calendar-host = { $host } dirige esta sesión.
calendar-own-link = Lo más rápido es su enlace personal, en el correo que trajo esta entrada.
calendar-link = El enlace de la sesión: { $url }

## Correo de prueba

test-subject = Correo de prueba de Jigsaw
test-lead = Este correo se ha enviado para comprobar que el envío funciona. Funciona.

## Tiempos

time-date = { $weekday }, { $day } de { $month } de { $year }
time-span = { $from }–{ $to }, { $zone }
time-span-from = Desde el { $date }, { $time },
time-span-to = hasta el { $date }, { $time }, { $zone }
time-at = { $time }, { $zone }
time-zone-of = hora local de { $city }
time-zone-offset = { $zone } (UTC{ $offset })
time-with-offset = { $time } (UTC{ $offset })
time-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
time-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
time-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
day-first = 1
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
