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
