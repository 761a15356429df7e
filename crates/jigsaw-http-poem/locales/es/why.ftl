### Por qué: ajustes que se anulan, y qué cambiaría una edición para quién.

## Ajustes que se anulan o sorprenden

odd-door_closes_before_start = Las personas nuevas solo pueden entrar hasta el comienzo: quien llegue un momento tarde se queda fuera. Elija una hora posterior, o ninguna.
odd-link_ends_before_opening = El enlace de la sesión caduca antes de que nadie pueda entrar con él. Déjelo vigente más tiempo.
odd-capacity_below_list = { $invited ->
    [one] Hay una persona invitada que necesita una plaza,
   *[other] Hay { $invited } personas invitadas que necesitan una plaza,
} { $capacity ->
    [one] y hay una plaza.
   *[other] y hay { $capacity } plazas.
}
odd-waiting_room_unstaffed = La sesión empieza sin usted, y quienes estén en la sala de espera seguirán allí hasta que alguien los admita. Invite a un coanfitrión, o haga que la sesión espere al anfitrión.
odd-waiting_room_idle = La sala de espera no retendrá a nadie: con este tipo de invitación, quien entra está en la lista o ha accedido a su cuenta. Haga esperar a todos, o a nadie.
odd-proof_needless = El código por correo no cambia nada: con este tipo de invitación, todos verifican su dirección de todos modos.
odd-opens_at_once = Se puede entrar desde ahora: la entrada anticipada es más larga que el tiempo que queda.
odd-list_empty = Aún no hay nadie en la lista de invitados: nadie más que usted puede entrar.
odd-reminders_too_late = { $count ->
    [one] Un recordatorio está previsto para un momento que ya ha pasado.
   *[other] { $count } recordatorios están previstos para momentos que ya han pasado.
}
odd-locked_before_start = La entrada está bloqueada. Cuando la sesión empiece, solo entrarán usted y sus coanfitriones hasta que la desbloquee.

## Qué haría una edición, antes de guardarla

preview-title = ¿Guardar estos cambios?
preview-when = Así sería mientras la sesión esté en marcha: { $time }.
preview-people-shut_out = { $count ->
    [one] Esta persona ya no podría entrar:
   *[other] Estas { $count } personas ya no podrían entrar:
}
preview-people-must_wait = { $count ->
    [one] Esta persona tendría que esperar a que usted la admita:
   *[other] Estas { $count } personas tendrían que esperar a que usted las admita:
}
preview-people-let_in = { $count ->
    [one] Esta persona podría entrar ahora:
   *[other] Estas { $count } personas podrían entrar ahora:
}
preview-people-waits_no_more = { $count ->
    [one] Esta persona ya no tendría que esperar:
   *[other] Estas { $count } personas ya no tendrían que esperar:
}
preview-people-asked_otherwise = { $count ->
    [one] A esta persona se le pediría otra cosa:
   *[other] A estas { $count } personas se les pediría otra cosa:
}
preview-more = { $count ->
    [one] y una más
   *[other] y { $count } más
}
preview-others-shut_out = Las demás personas con el enlace ya no podrían entrar ({ $because }).
preview-others-must_wait = Las demás personas con el enlace tendrían que esperar a que usted las admita.
preview-others-let_in = Las demás personas con el enlace podrían entrar ahora.
preview-others-waits_no_more = Las demás personas con el enlace ya no tendrían que esperar.
preview-others-asked_otherwise = A las demás personas con el enlace se les pediría otra cosa ({ $because }).
preview-incomplete = Solo se han examinado las primeras { $count } personas.
preview-nothing-saved = Aún no se ha guardado nada, y no se ha avisado a nadie.
preview-save = Guardar de todos modos
preview-back = Volver

## La pestaña de acceso

simulator-signed-in = Con su cuenta abierta
simulator-same-device = En el último dispositivo que usó
simulator-old-link = Con el enlace tal como era antes de reemplazarlo
filter-address = La dirección contiene
filter-outcome = Resultado
filter-reason = Motivo
filter-any = Cualquiera
filter-show = Mostrar
filter-all = Mostrar todo
decisions-none-fit = Ninguna decisión coincide.
decisions-export = Descargar como CSV

## Qué ha sido de los enlaces personales

links-heading = Enlaces personales
links-lead = Cuántas veces alguien intentó entrar con cada enlace personal actual. Abrir su página no cuenta.
links-column-used = Abierto
links-column-first = Primera vez
links-column-last = Última vez
links-never = Nunca
links-opened = { $count ->
    [one] Una vez, desde { $networks }
   *[other] { $count } veces, desde { $networks }
}
links-networks = { $count ->
    [one] una red
   *[other] { $count } redes
}
links-forwarded = Tantas redes son poco habituales para una sola persona. Si el enlace se ha compartido, reemplácelo:

## The access summary

access-list-proved = después de verificar su dirección
access-link-until = con el enlace de la sesión hasta { $time }
