### Avisar a los invitados, y las palabras del anfitrión para ellos.

label-message = Mensaje para los invitados
hint-message = Opcional. Se cita como texto sencillo en la invitación, en los recordatorios y cuando cambian el título o el horario.
tell-invitees = { $count ->
    [one] Avisar a la persona invitada por correo
   *[other] Avisar a las { $count } personas invitadas por correo
}
hint-tell-of-changes = Reciben un correo y una nueva entrada de calendario cuando usted cambia el título o el horario. No se envía nada más.
hint-tell-of-link = Reciben un correo que lleva a la sesión; sus enlaces personales siguen siendo los mismos.
hint-tell-of-cancellation = Reciben un correo con su motivo, y la sesión se retira de su calendario.

## Una contraseña olvidada

forgot-link = ¿Ha olvidado su contraseña?
forgot-heading = ¿Ha olvidado su contraseña?
forgot-lead = Indique la dirección de su cuenta. Recibirá un correo con un enlace para elegir una contraseña nueva.
forgot-button = Enviar el enlace
forgot-sent = Si hay una cuenta con esta dirección, un correo con un enlace está en camino.
forgot-sent-help = El enlace funciona una sola vez, durante una hora. Hasta que lo use, su contraseña sigue siendo la misma. ¿No ha llegado nada? Mire en el correo no deseado o revise cómo está escrita la dirección.
reset-heading = Elegir una contraseña nueva
reset-lead = Con la contraseña nueva se cierra la sesión en todos los demás navegadores conectados a su cuenta.
reset-button = Guardar y acceder

mail-welcome = Bienvenida
mail-digest = No entregado
