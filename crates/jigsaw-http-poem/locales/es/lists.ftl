### Listas: leerlas, ver qué harían, muchas invitaciones a la vez.

## Invitar desde una lista

label-list-file = Archivo CSV
hint-list-file = La lista también puede venir de una hoja de cálculo, con las columnas en cualquier orden.
list-sample = Descargar una muestra
list-not-text = Este archivo no es una lista en forma de texto. Guárdelo como «CSV (UTF-8)» y elija ese archivo.
list-row = Fila { $row }
preview = Vista previa
preview-heading = Qué va a ocurrir
preview-nothing = No se puede invitar a nadie de esta lista.
preview-new = { $count ->
    [one] Se invitará a 1 persona
   *[other] Se invitará a { $count } personas
}
preview-renewed = { $count ->
    [one] Se volverá a invitar, con un enlace nuevo, a 1 persona que se había retirado
   *[other] Se volverá a invitar, con enlaces nuevos, a { $count } personas que se habían retirado
}
preview-changed = { $count ->
    [one] 1 persona ya está en la lista y cambiará
   *[other] { $count } personas ya están en la lista y cambiarán
}
preview-listed = { $count ->
    [one] 1 persona ya está en la lista y queda como está
   *[other] { $count } personas ya están en la lista y quedan como están
}
preview-merged = { $count ->
    [one] 1 fila repite una dirección y se une con la primera
   *[other] { $count } filas repiten una dirección y se unen con la primera
}
preview-mails = { $count ->
    [one] Se enviará 1 correo
   *[other] Se enviarán { $count } correos
}
preview-people = Todas las personas de esta lista
preview-role = { $before } → { $after }
preview-more-people = { $count ->
    [one] Y 1 persona más
   *[other] Y { $count } personas más
}
preview-more-faults = { $count ->
    [one] Y 1 fila más
   *[other] Y { $count } filas más
}
preview-invite-good = { $count ->
    [one] Invitar la única fila válida
   *[other] Invitar las { $count } filas válidas
}
column-outlook = Qué ocurre
outlook-new = Se invita
outlook-renewed = Se vuelve a invitar
outlook-changed = Cambia
outlook-listed = Ya está en la lista

## El archivo de muestra

sample-email = Correo electrónico
sample-first-name = Nombre
sample-last-name = Apellidos
sample-role = Rol
sample-language = Idioma

## La lista

list-progress = { $sent } de { $all } correos enviados
list-progress-undelivered = { $count ->
    [one] 1 no se pudo entregar
   *[other] { $count } no se pudieron entregar
}
label-list-search = Nombre o dirección
list-search = Buscar
list-search-clear = Mostrar a todos
list-any = Cualquiera
list-found = { $count ->
    [0] No se encontró a nadie
    [one] 1 persona
   *[other] { $count } personas
}
list-first = Primera página
list-check-all = Seleccionar a todas las personas de esta página
list-state-active = Invitada
list-state-revoked = Retirada
list-state-queued = Correo en camino
list-state-sent = Correo enviado
list-state-undelivered = No se pudo entregar

## Muchas invitaciones a la vez

label-bulk-which = A quién
bulk-selected = Personas seleccionadas
bulk-found = { $count ->
    [one] La única persona encontrada
   *[other] Las { $count } personas encontradas
}
label-bulk-action = Qué hacer
bulk-resend = Reenviar
bulk-revoke = Retirar
bulk-attendee = Dar el rol de asistente
bulk-presenter = Dar el rol de ponente
bulk-co-host = Dar el rol de coanfitrión
bulk-captioner = Dar el rol de subtitulador
bulk-go-on = Continuar
bulk-nobody = Seleccione primero a alguien, o elija a todas las personas encontradas.
bulk-nothing = No hay nada que hacer
bulk-resend-title = { $count ->
    [one] ¿Enviar de nuevo la invitación de 1 persona?
   *[other] ¿Enviar de nuevo las invitaciones de { $count } personas?
}
bulk-resend-what-happens = Cada una recibe otra vez el mismo enlace personal.
bulk-revoke-title = { $count ->
    [one] ¿Retirar la invitación de 1 persona?
   *[other] ¿Retirar las invitaciones de { $count } personas?
}
bulk-revoke-what-happens = Los enlaces personales dejan de funcionar de inmediato. Quien está dentro se queda; para eso use «Expulsar» en la pestaña «En directo».
bulk-role-title = { $count ->
    [one] ¿Cambiar el rol de 1 persona?
   *[other] ¿Cambiar el rol de { $count } personas?
}
bulk-role-what-happens = Cada una recibe un enlace personal nuevo y un correo que lo dice. Los enlaces antiguos dejan de funcionar.
bulk-more = { $count ->
    [one] Y 1 persona más
   *[other] Y { $count } personas más
}
bulk-left = { $count ->
    [one] 1 persona queda como está: ya se había retirado, o ya tiene ese rol.
   *[other] { $count } personas quedan como están: ya se habían retirado, o ya tienen ese rol.
}
bulk-leave = Dejar todo como está
notice-bulk-resent = { $count ->
    [one] Se envía de nuevo 1 invitación.
   *[other] Se envían de nuevo { $count } invitaciones.
}
notice-bulk-revoked = { $count ->
    [one] Se ha retirado 1 invitación.
   *[other] Se han retirado { $count } invitaciones.
}
notice-bulk-role = { $count ->
    [one] Se ha cambiado el rol de 1 persona.
   *[other] Se ha cambiado el rol de { $count } personas.
}
