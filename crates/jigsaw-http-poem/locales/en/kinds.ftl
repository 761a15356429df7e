### Kinds of sessions, their times, and calendars.

## Faults of kinds of sessions

fault-rule_malformed = This rule cannot be read. Choose how the session repeats, and when it stops.
fault-never_takes_place = With these settings the session never takes place. Choose other days or a later end.
fault-too_far = The last time has to be within { $years } years.
fault-overlaps = This overlaps another time of this session. Choose another one.
fault-no_occurrence = This time of the session is over or was called off. Reload the page.
fault-never_open = On none of these days is the session open. Choose other days.

## Kinds of sessions

label-kind = Kind
kind-one-time = One time
kind-one-time-help = The session takes place once, from its start to its end.
kind-open = Open
kind-open-help = One session over several days. From the first day to the last, the door is open each day between the two times.
kind-recurring = Recurring
kind-recurring-help = The session takes place again and again, with one link and one list. Start and end are those of the first time.
label-every = Every
label-unit = Days, weeks or months
unit-days = days
unit-weeks = weeks
unit-months = months
unit-as-it-is = by the rule it has
label-days = On these days
hint-days = Choose none for every day of an open session, or for the day of the start.
label-times = So many times
hint-times = Or choose the last day.
label-last = Last day
repeats-open = Open from { $from } to { $to }
repeats-on = { $rule } on { $days }
repeats-daily = { $count ->
    [1] Every day
   *[other] Every { $count } days
}
repeats-weekly = { $count ->
    [1] Every week
   *[other] Every { $count } weeks
}
repeats-monthly = { $count ->
    [1] Every month
   *[other] Every { $count } months
}
repeats-left = { $count ->
    [one] { $rule }, once more
   *[other] { $rule }, { $count } more times
}
standing-planned = Planned
standing-moved = Moved
standing-cancelled = Cancelled
occurrences-heading = Coming times
occurrences-further = { $count ->
    [one] And 1 more.
   *[other] And { $count } more.
}
occurrence-move = Move
occurrence-move-heading = Move one time
occurrence-move-what-happens = Only { $when } is moved. All other times stay as they are.
occurrence-zone = In { $zone }.
occurrence-cancel = Cancel this one
occurrence-cancel-title = Cancel { $when }?
occurrence-cancel-what-happens = Only this time is cancelled. All other times stay as they are.
occurrence-keep = Keep it
clone-heading = Clone
clone-what-happens = Makes a new session with the same settings and a new link, some weeks later at the same time.
label-with-invitations = With the invitation list
hint-with-invitations = Nobody is mailed.
clone = Clone session
calendar-heading = Your calendar
calendar-help = Subscribe to this address in your calendar program, and your sessions appear there. Whoever has it can read them, so keep it to yourself.
label-calendar-address = Private calendar address
calendar-renew = Renew address
calendar-renew-title = Renew this address?
calendar-renew-what-happens = The old address stops working at once, in every calendar that subscribes to it.
calendar-keep = Keep the address
notice-occurrence-cancelled = This time is cancelled.
notice-cloned = This is the new session. Check its time, and send its link.
notice-calendar-renewed = The calendar address is renewed. Subscribe to the new one.
