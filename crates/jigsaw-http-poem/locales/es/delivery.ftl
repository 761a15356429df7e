# Qué ha sido del correo de cada persona y qué ha hecho.
invitation-deferred = Se volverá a intentar
invitation-dropped = No enviado
invitation-parked = Abandonado
dropped-suppressed = No enviado: esta dirección ya rechazó nuestro correo antes.
dropped-over = No enviado: la sesión ya había terminado o estaba cancelada.
dropped-uninvited = No enviado: la invitación ya no era válida.
dropped-late = No enviado: era demasiado tarde.
suppressed-bounced = Esta dirección no aceptó nuestro correo el { $date }. Ya no se le envía nada.
suppressed-complained = Alguien en esta dirección marcó nuestro correo como no deseado el { $date }. Ya no se le envía nada.
unsubscribed-since = No desea recibir sus recordatorios desde el { $date }. Las invitaciones, los cambios y las cancelaciones se siguen enviando.
lift-suppression = Volver a enviar correo
notice-lifted = Se vuelve a enviar correo a esta dirección. Reenvíe la invitación si no llegó.
relay-out-of-order = El correo espera desde el { $date }: el servidor de correo no funciona. No se pierde nada; todo se enviará cuando vuelva.

unsubscribe-heading = Recordatorios de { $host }
unsubscribe-wanted = Se envían recordatorios a { $email }.
unsubscribe-stopped = Ya no se envían recordatorios a { $email }.
unsubscribe-still-comes = Las invitaciones, los cambios y las cancelaciones siguen llegando.
unsubscribe-stop = No recibir más recordatorios
unsubscribe-undo = Volver a recibir recordatorios
