## Faults of kinds of sessions

fault-rule_malformed = Esta regla no se puede leer. Elija cómo se repite la sesión y cuándo termina.
fault-never_takes_place = Con estos datos la sesión nunca tiene lugar. Elija otros días o un final posterior.
fault-too_far = La última fecha tiene que estar dentro de { $years } años.
fault-overlaps = Coincide con otra fecha de esta sesión. Elija otra hora.
fault-no_occurrence = Esta fecha ya pasó o fue cancelada. Vuelva a cargar la página.
fault-never_open = La sesión no está abierta ninguno de estos días. Elija otros días.
