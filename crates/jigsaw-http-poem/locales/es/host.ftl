### Las páginas del anfitrión. «Sesión» es siempre la del producto: a la cuenta se accede, y de ella se sale.

sign-in = Acceder
sign-in-help = ¿Le han invitado a una sesión? No hace falta que acceda aquí: abra el enlace que le enviaron.
sign-out = Salir de la cuenta
set-up-heading = Configure su cuenta
set-up-lead = Compruebe su nombre y elija una contraseña. Después podrá crear su primera sesión.
set-up-button = Crear la cuenta
hint-own-zone = Las horas se le muestran en esta zona.

account-heading = Su cuenta
hint-own-name = Los demás lo ven en sus sesiones.
hint-own-language = El de las páginas y el de los correos que recibe.

sessions-heading = Mis sesiones
sessions-upcoming = Próximas
sessions-upcoming-empty = No hay nada programado.
sessions-past = Pasadas
sessions-empty = Aquí aparecerán sus sesiones
    .help = Una sesión es una clase, un seminario web o una reunión a una hora determinada. Cree una, elija quién puede entrar y envíe el enlace.
create-session = Crear una sesión

open-live = Abrir la vista en directo

## El formulario de una sesión

form-what-and-when = Qué y cuándo
form-who-and-when = Quién puede entrar y cuándo
    .help = Entrada anticipada, sala de espera, número de personas, verificación del correo, recordatorios
label-title = Título
label-starts = Comienzo
label-ends = Final
hint-session-zone = El comienzo y el final se entienden en esta zona.
label-invitation-type = Tipo de invitación
type-list = Lista de invitados
type-list-help = Solo entran las personas de su lista. Cada una recibe un enlace personal; con el enlace de la sesión verifica su dirección mediante un código por correo.
type-link-password = Enlace – con contraseña
type-link-password-help = Cualquiera que tenga el enlace entra con la contraseña de su cuenta. Quien no tiene cuenta la crea por el camino.
type-link-open = Enlace – sin contraseña
type-link-open-help = Cualquiera que tenga el enlace entra con un correo electrónico y un nombre. Nadie necesita una cuenta.
label-early-entry = Entrada anticipada, en minutos
hint-early-entry = Cuánto tiempo antes del comienzo pueden entrar los asistentes.
label-capacity = Número de personas
hint-capacity = Como máximo tantas a la vez. Déjelo vacío para no poner límite.
label-wait-for-host = Esperar al anfitrión
hint-wait-for-host = Los asistentes esperan a que llegue el anfitrión, un coanfitrión o un ponente.
label-waiting-room = Sala de espera
hint-waiting-room = Estas personas esperan a que usted las admita.
waiting-room-off = No espera nadie
waiting-room-guests = Quien no tiene invitación ni ha accedido
waiting-room-everyone = Todos salvo coanfitriones y ponentes
label-email-proof = Verificación del correo
hint-email-proof = Para el enlace sin contraseña.
email-proof-none = No hace falta
email-proof-code = Con un código por correo
label-joinable-until = Abierta a gente nueva hasta
hint-joinable-until = Déjelo vacío para cerrar al final.
label-reminders = Recordatorios
hint-reminders = Se envían por correo a toda la lista de invitados.
reminder-before = { $time } antes

## Detalles de una sesión

tab-details = Detalles
tab-invitations = Invitaciones
tab-live = En directo
tab-access = Acceso
tab-waiting = { $count ->
    [one] 1 persona espera
   *[other] { $count } personas esperan
}
enter-session = Entrar en la sesión
details-who-gets-in = Quién puede entrar
details-edit = Editar
label-session-link = Enlace de la sesión
rotate-link = Reemplazar el enlace
rotate-title = ¿Reemplazar este enlace?
rotate-what-happens = El enlace antiguo deja de funcionar al momento, donde sea que se haya enviado o impreso. Quien está dentro sigue dentro, y los enlaces personales siguen funcionando.
keep-link = Conservar el enlace
cancelled-lead = Esta sesión se ha cancelado.
cancel-heading = Cancelar esta sesión
cancel-session = Cancelar la sesión
cancel-title = ¿Cancelar «{ $title }»?
cancel-what-happens = Nadie podrá entrar ya, y una sesión cancelada no se recupera. Quien abra el enlace leerá su motivo.
hint-cancel-reason = Opcional. Se muestra a quien abra el enlace y se cita en el correo a los invitados.
keep-session = Conservar la sesión

## Invitaciones

invite-heading = Invitar a personas
label-email-addresses = Direcciones de correo
hint-email-addresses = Una por línea o separadas por comas. Delante de la dirección puede ir un nombre: Mia Ito <mia@example.org>
invite = Invitar
invite-faulty-lines = { $count ->
    [one] Aún no se ha invitado a nadie: 1 de { $all } direcciones no se puede usar
   *[other] Aún no se ha invitado a nadie: { $count } de { $all } direcciones no se pueden usar
}
invite-line = Línea { $line }
invitations-heading = Lista de invitados
invitations-empty = Aún no hay nadie invitado
    .list = Solo entran las personas de esta lista. Añada sus direcciones y cada una recibirá un enlace personal.
    .link = Cualquiera que tenga el enlace entra. Invite a personas para enviarles un enlace personal o darles la función de coanfitrión, ponente o subtitulador.
invitation-queued = Correo en camino
invitation-sent = Correo enviado
invitation-bounced = No se pudo entregar
invitation-opened = Página abierta
invitation-waiting = En espera
invitation-admitted = Admisión
invitation-refused = Rechazo
invitation-revoked = Retirada
resend = Reenviar
revoke = Retirar
revoke-title = ¿Retirar la invitación de { $email }?
revoke-what-happens = El enlace personal deja de funcionar al momento. Quien está dentro sigue dentro; para eso use «Expulsar» en la pestaña «En directo».
keep-invitation = Conservar la invitación
column-person = Persona
column-status = Situación
column-actions = Acciones
column-state = Estado

## Qué hizo la última acción, y por qué otra no se hizo

notice-created = La sesión está creada. Envíe su enlace o invite a personas.
notice-saved = Guardado.
notice-account = Su cuenta está guardada.
notice-rotated = El enlace se ha reemplazado. El antiguo ya no funciona.
notice-cancelled = La sesión se ha cancelado.
notice-invited = { $count ->
    [0] Todas las personas de esta lista ya tenían invitación.
    [one] Hay 1 persona invitada. El correo está en camino.
   *[other] Hay { $count } personas invitadas. Sus correos están en camino.
}
notice-resent = La invitación se envía de nuevo por correo.
notice-revoked = La invitación se ha retirado.
notice-started = La sesión está en curso.
notice-ended = La sesión ha finalizado.
notice-locked = La entrada está bloqueada.
notice-unlocked = La entrada está abierta.
notice-admitted = La persona puede entrar.
notice-approved = Aprobado. La persona entrará en cuanto nada más la retenga.
notice-denied = Se ha avisado a la persona de que no se le deja entrar.
notice-removed = Se ha expulsado a la persona.
notice-forgiven = La persona puede volver a entrar.
notice-role = La función se ha cambiado.
conflict-not-waiting = Esta persona ya no está esperando.
conflict-address-not-proved = Esta función exige una dirección verificada. Invite a la persona para que venga por su enlace personal.
conflict-host = La plaza del anfitrión no se puede cambiar.
conflict-invitation-revoked = Esta invitación se ha retirado. Invite de nuevo a la dirección.
conflict-session = No se ha cambiado nada: el estado de la sesión no lo permite.

## En directo

waiting-heading = Esperan para entrar
waiting-announcement = { $count ->
    [0] No espera nadie.
    [one] 1 persona espera para entrar.
   *[other] { $count } personas esperan para entrar.
}
waiting-knocks = pide entrar
admit = Admitir
admit-all = Admitir a todos
deny = Rechazar
roster-heading = Personas
roster-empty = Todavía no hay nadie
    .help = Las personas aparecen aquí cuando entran o esperan. Esta página se actualiza por sí sola.
person-invited = Con invitación
person-waiting = En espera
person-in = Dentro
person-away = Conexión perdida
person-left = Ha salido
person-denied = No se le dejó entrar
person-removed = Fuera por expulsión
change-role = Cambiar la función
change-role-title = Función de { $name } en esta sesión
remove = Expulsar
remove-title = ¿Expulsar a { $name }?
remove-what-happens = La persona sale al momento y se le avisa.
label-ban = No dejar que vuelva a entrar
hint-remove-reason = Opcional. Se muestra a esa persona.
start-heading = ¿Todo listo para empezar?
start-lead = Una vez empezada, los asistentes pueden entrar, incluso antes de la hora prevista.
start = Empezar
over-heading = Esta sesión ya ha pasado
over-lead = Ya no puede entrar nadie.
door-open = La entrada está abierta
door-locked = La entrada está bloqueada
    .help = No entra nadie nuevo.
    .message = No entra nadie nuevo. Se lee:
label-lock-message = Mensaje en la entrada
hint-lock-message = Opcional. Lo lee quien llega mientras está bloqueada.
lock = Bloquear
unlock = Desbloquear
fly-heading = Traer a alguien ahora
fly-lead = La persona recibe un correo al momento y no tiene que esperar. Usted también obtiene aquí su enlace.
fly-later = Mientras la sesión esté en curso puede traer a personas desde aquí. Hasta entonces, hágalo en la pestaña
invite-on-the-fly = Invitar ahora
invited-heading = { $email } tiene invitación
invited-lead = El correo está en camino. También puede entregar este enlace usted mismo; solo funciona para esta persona.
label-personal-link = Enlace personal
end-heading = Final
end-session = Finalizar la sesión
end-title = ¿Finalizar «{ $title }» para todos?
end-what-happens = Todos salen y ya no puede entrar nadie. No se puede deshacer.
keep-going = Seguir

## Quién puede entrar, en una frase: partes unidas

access-sentence = { $parts }.
list-separator = ,{" "}
access-list = Solo las personas de la lista de invitados
access-account = Cualquiera que tenga el enlace, tras acceder a su cuenta o crear una
access-mailbox = Cualquiera que tenga el enlace, tras verificar su dirección
access-anyone = Cualquiera que tenga el enlace
access-from-start = desde el comienzo
access-early = como pronto { $time } antes del comienzo
access-capacity = { $count ->
    [one] como máximo 1 persona
   *[other] como máximo { $count } personas
}
access-guests-wait = los no invitados, admitidos uno a uno
access-everyone-waits = todos admitidos uno a uno
access-without-host = incluso antes de que llegue el anfitrión
access-until = hasta el { $time }

## Acceso

explained-admitted = { $email } podría entrar al momento.
explained-waiting = { $email } tendría que esperar: { $because }.
explained-refused = A { $email } no se le dejaría entrar: { $because }.
explained-needs = A { $email } se le pediría algo más: { $because }.
explained-then-admitted = Después podría entrar.
explained-then-waiting = Después tendría que esperar: { $because }.
explained-then-refused = Después no se le dejaría entrar: { $because }.
somebody = Alguien
simulator-heading = ¿Quién entraría y por qué?
hint-simulator-email = El de la persona por la que pregunta.
hint-simulator-time = En esta zona: { $zone }. Déjelo vacío para el momento actual.
hint-simulator-link = El que usaría esa persona.
simulator-button = Averiguar
link-kind-session = Enlace de la sesión
link-kind-personal = Enlace personal
decisions-heading = Decisiones
decisions-empty = Nadie ha intentado entrar todavía
    .help = Cada intento se anota aquí con cada regla y lo que dijo.
decision-policy = Reglas { $policy }
decision-correlation = Referencia { $id }
outcome-admitted = Entra
outcome-needs = Se pidió más
outcome-waiting = Queda en espera
outcome-refused = No entra
verdict-permit = Deja entrar
verdict-require = Pide
verdict-hold = Retiene
verdict-deny = Rechaza
verdict-abstain = Sin opinión
column-rule = Regla
column-verdict = Dice
column-why = Razón
