### Las palabras de todas las páginas. Sencillas, breves, de usted.

product-name = Jigsaw
skip-to-content = Ir al contenido
nav-main = Menú principal
nav-session = Sesión
undo = Deshacer
save = Guardar
go-back = Volver
optional = Opcional
show-more = Mostrar más
copied = Copiado
copy-link = Copiar el enlace
qr-caption = Código QR de este enlace
offline = No hay conexión. Lo que ha escrito se conserva y esta página continuará por sí sola.
online-again = La conexión ha vuelto.

label-email = Correo electrónico
label-password = Contraseña
label-new-password = Elija una contraseña
label-first-name = Nombre
label-last-name = Apellidos
label-time-zone = Zona horaria
label-language = Idioma
language-choose = Cambiar de idioma
language-by-browser = El que pide mi navegador
label-role = Función
label-reason = Motivo
label-time = Momento
label-link = Enlace
hint-new-password = Al menos 8 caracteres. Unas cuantas palabras poco comunes seguidas sirven bien.
show-password = Mostrar
hide-password = Ocultar

errors-summary = Hay { $count } campos por revisar
errors-field = { $field }: { $message }
form-sign-in-wrong = Este correo y esta contraseña no corresponden. Compruebe ambos e inténtelo de nuevo.
form-sign-in-paused = Demasiados intentos. Espere un momento e inténtelo de nuevo.
form-expired = Esta página ha estado abierta mucho tiempo. No se ha cambiado nada; envíela otra vez.
form-changed-meanwhile = Alguien ha cambiado esta sesión mientras usted la editaba. Compruebe los valores y guarde de nuevo.

## Funciones, comprobaciones y estados

role-host = Anfitrión
role-co-host = Coanfitrión
role-presenter = Ponente
role-attendee = Asistente
role-captioner = Subtitulador

proof-account = Con cuenta
proof-mailbox = Correo verificado
proof-unverified = Correo sin verificar

state-scheduled = Programada
state-live = En curso
state-ended = Finalizada
state-cancelled = Cancelada

people-inside = { $count ->
    [one] 1 persona dentro
   *[other] { $count } personas dentro
}
people-invited = { $count ->
    [0] Sin invitados
    [one] 1 persona invitada
   *[other] { $count } personas invitadas
}
retry-after = { $count ->
    [one] Puede intentarlo de nuevo dentro de 1 segundo.
   *[other] Puede intentarlo de nuevo dentro de { $count } segundos.
}

## Tiempos

time-date = { $weekday }, { $day } { $month } { $year }
time-moment = { $date }, { $time }
time-span = { $from }–{ $to }
time-in-zone = { $time } ({ $zone })
your-time = { $time }, su hora local
time-zone-of = hora de { $city }
time-days = { $count ->
    [one] 1 día
   *[other] { $count } días
}
time-hours = { $count ->
    [one] 1 hora
   *[other] { $count } horas
}
time-minutes = { $count ->
    [one] 1 minuto
   *[other] { $count } minutos
}
weekday-1 = lun
weekday-2 = mar
weekday-3 = mié
weekday-4 = jue
weekday-5 = vie
weekday-6 = sáb
weekday-7 = dom
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = dic

## Errores de los campos, según el código del dominio

fault-blank = Rellene este campo.
fault-too_short = Use al menos { $min } caracteres.
fault-too_long = Use como máximo { $max } caracteres.
fault-control_character = Quite los caracteres que no se pueden mostrar.
fault-email_malformed = Escriba una dirección de correo completa, por ejemplo mia@example.org.
fault-out_of_range = Elija un número de { $min } a { $max }.
fault-not_a_choice = Elija uno de los valores ofrecidos.
fault-unknown_time_zone = Elija una zona horaria de la lista.
fault-not_a_time = Indique una fecha y una hora.
fault-time_skipped = Esa hora no existe ese día porque los relojes se adelantan. Elija otra.
fault-ends_before_start = El final tiene que ser posterior al comienzo.
fault-lasts_too_long = El final tiene que ser como máximo { $days } días después del comienzo.
fault-in_the_past = Elija un momento que aún no haya pasado.
fault-password_guessable = Esta contraseña es fácil de adivinar. Elija otra.
fault-duplicate = Esta dirección ya está en la línea { $row }.
fault-too_many = Indique como máximo { $max } entradas a la vez.
fault-second_captioner = Una sesión tiene un solo subtitulador. Cambie primero la función del otro.
fault-host_invited = Es la dirección del propio anfitrión, que siempre puede entrar.
fault-not_an_address = Escriba una dirección web completa que empiece por https.
fault-unknown_field = Este campo no se conoce aquí.
fault-wrong_type = Esto no se puede leer. Escríbalo de nuevo.
