-- Day cells of all locations added up: what is asked for most is read from one row for a day and source instead of one
-- for every location. Triggers keep them in the transaction that writes the cells, whatever is done to these. A deleted
-- source or topic takes its totals along: what then leaves its cells finds no total, and none is made for it.
do $$
declare
  kept   record;
  key    text;
  sums   text[];
  list   text;
  added  text;
  raised text;
begin
  for kept in
    select * from (values
      ('day_cells',    'day_totals',     array['topic_id', 'day', 'source_id']),
      ('emotion_days', 'emotion_totals', array['topic_id', 'day', 'source_id']),
      ('kpi_days',     'kpi_totals',     array['kind', 'dimension', 'value', 'day', 'source_id'])
    ) as kept (cells, totals, keys)
  loop
    key := array_to_string(kept.keys, ', ');
    execute format('create table %I (like %I) with (fillfactor = 70)', kept.totals, kept.cells);
    execute format('alter table %I drop column location_id, add primary key (%s),
                      add foreign key (source_id) references sources on delete cascade', kept.totals, key);
    if 'topic_id' = any(kept.keys) then
      execute format('alter table %I add foreign key (topic_id) references topics on delete cascade', kept.totals);
    end if;
    select array_agg(attname::text order by attnum) into sums
      from pg_attribute
     where attrelid = kept.totals::regclass
       and attnum > 0 and not attisdropped and attname <> all(kept.keys);
    list := array_to_string(sums, ', ');
    added := (select string_agg(format('sum(%1$I)::bigint as %1$I', sum), ', ') from unnest(sums) as sum);
    raised := (select string_agg(format('%1$I = total.%1$I + excluded.%1$I', sum), ', ') from unnest(sums) as sum);

    execute format('insert into %1$I (%2$s, %3$s) select %2$s, %4$s from %5$I group by %2$s',
                   kept.totals, key, list, added, kept.cells);
    -- Totals are taken in the order of their key: every writer takes the rows in the same sequence.
    execute format($create$
      create function add_to_%1$s() returns trigger language plpgsql as $body$
      begin
        if tg_op = 'DELETE' then
          update %1$I as total set %2$s from (select %3$s, %4$s from gone group by %3$s) as moved where %5$s;
        elsif tg_op = 'INSERT' then
          insert into %1$I as total (%3$s, %6$s)
          select %3$s, %4$s from fresh group by %3$s order by %3$s
              on conflict (%3$s) do update set %7$s;
        else
          insert into %1$I as total (%3$s, %6$s)
          select *
            from (select %3$s, %4$s
                    from (select %3$s, %6$s from fresh union all select %3$s, %8$s from gone) as rows
                   group by %3$s) as moved
           where (%6$s) <> (%9$s)
           order by %3$s
              on conflict (%3$s) do update set %7$s;
        end if;
        return null;
      end $body$ $create$,
      kept.totals,
      (select string_agg(format('%1$I = total.%1$I - moved.%1$I', sum), ', ') from unnest(sums) as sum),
      key,
      added,
      (select string_agg(format('total.%1$I = moved.%1$I', part), ' and ') from unnest(kept.keys) as part),
      list,
      raised,
      (select string_agg(format('-%1$I as %1$I', sum), ', ') from unnest(sums) as sum),
      (select string_agg('0', ', ') from unnest(sums)));
    execute format('create trigger %s_after_insert after insert on %I referencing new table as fresh
                      for each statement execute function add_to_%1$s()', kept.totals, kept.cells);
    execute format('create trigger %s_after_update after update on %I referencing old table as gone new table as fresh
                      for each statement execute function add_to_%1$s()', kept.totals, kept.cells);
    execute format('create trigger %s_after_delete after delete on %I referencing old table as gone
                      for each statement execute function add_to_%1$s()', kept.totals, kept.cells);
  end loop;
end $$;
