-- +goose Up

-- Text is kept in NFC, where the database can tell; what would outgrow its column stays as it is, and tags that become
-- equal are one.
-- +goose StatementBegin
do $$
begin
  if getdatabaseencoding() <> 'UTF8' then
    return;
  end if;
  update users set full_name = normalize(full_name)
    where full_name is not normalized and char_length(normalize(full_name)) <= 255;
  update tasks set title = normalize(title) where title is not normalized and char_length(normalize(title)) <= 200;
  update tasks set description = normalize(description)
    where description is not normalized and char_length(normalize(description)) <= 1000;
  update tasks set category = normalize(category)
    where category is not normalized and char_length(normalize(category)) <= 50;
  update tasks set tags = (
      select array_agg(tag order by place)
      from (select normalize(given) as tag, min(place) as place
            from unnest(tags) with ordinality as each (given, place) group by 1) as normal)
    where array_to_string(tags, ' ') is not normalized;
end $$;
-- +goose StatementEnd

-- What a task is sorted by: the title in the order of CLDR's root collation, as the page sorts it, where the server has
-- ICU; else the title in lower case, in the database's own order.
-- +goose StatementBegin
do $$
begin
  if getdatabaseencoding() = 'UTF8'
     and exists (select from pg_collation
                 where collname = 'und-x-icu' and collnamespace = 'pg_catalog'::regnamespace) then
    alter table tasks add title_key text collate "und-x-icu" generated always as (title) stored;
  else
    alter table tasks add title_key text generated always as (lower(title)) stored;
  end if;
end $$;
-- +goose StatementEnd
drop index tasks_by_title;
create index tasks_by_title on tasks (user_id, title_key, id);

-- What a task is searched by: the keys that the program makes of title and description, each on its line. Null where a
-- program before this one, or SQL alone, has written the task: then it is searched in lower case until the next start.
alter table tasks add search_key text;
create index tasks_without_search_key on tasks (id) where search_key is null;

-- Returns the zone that stands for an IANA name in this database, whose table may lack old names or new ones: the name
-- itself, else another name of the zone, else UTC. A request never fails because of the zone in a profile.
-- +goose StatementBegin
create function zone_of(name text) returns text language plpgsql stable as $$
declare
  zones constant text := '
Africa/Abidjan Iceland Africa/Accra Africa/Bamako Africa/Banjul Africa/Conakry Africa/Dakar Africa/Freetown
Africa/Lome Africa/Nouakchott Africa/Ouagadougou Atlantic/Reykjavik Atlantic/St_Helena Africa/Timbuktu; Africa/Cairo
Egypt; Africa/Johannesburg Africa/Maseru Africa/Mbabane; Africa/Lagos Africa/Bangui Africa/Brazzaville Africa/Douala
Africa/Kinshasa Africa/Libreville Africa/Luanda Africa/Malabo Africa/Niamey Africa/Porto-Novo; Africa/Maputo
Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi Africa/Lusaka;
Africa/Nairobi Africa/Addis_Ababa Africa/Asmara Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu
Indian/Antananarivo Indian/Comoro Indian/Mayotte Africa/Asmera; Africa/Tripoli Libya; America/Adak US/Aleutian
America/Atka; America/Anchorage US/Alaska; America/Argentina/Buenos_Aires America/Buenos_Aires;
America/Argentina/Catamarca America/Catamarca America/Argentina/ComodRivadavia; America/Argentina/Cordoba
America/Cordoba America/Rosario; America/Argentina/Jujuy America/Jujuy; America/Argentina/Mendoza America/Mendoza;
America/Chicago US/Central; America/Denver Navajo US/Mountain America/Shiprock; America/Detroit US/Michigan;
America/Edmonton Canada/Mountain America/Yellowknife; America/Halifax Canada/Atlantic; America/Havana Cuba;
America/Indiana/Indianapolis US/East-Indiana America/Indianapolis America/Fort_Wayne; America/Indiana/Knox
US/Indiana-Starke America/Knox_IN; America/Iqaluit America/Pangnirtung; America/Jamaica Jamaica;
America/Kentucky/Louisville America/Louisville; America/Los_Angeles US/Pacific; America/Manaus Brazil/West;
America/Mazatlan Mexico/BajaSur; America/Mexico_City Mexico/General; America/New_York US/Eastern; America/Noronha
Brazil/DeNoronha; America/Nuuk America/Godthab; America/Panama EST America/Atikokan America/Cayman
America/Coral_Harbour; America/Phoenix MST US/Arizona America/Creston; America/Puerto_Rico America/Virgin
America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon America/Curacao America/Dominica America/Grenada
America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Montserrat America/Port_of_Spain
America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola;
America/Regina Canada/Saskatchewan; America/Rio_Branco Brazil/Acre America/Porto_Acre; America/Santiago
Chile/Continental; America/Sao_Paulo Brazil/East; America/St_Johns Canada/Newfoundland; America/Tijuana
Mexico/BajaNorte America/Ensenada America/Santa_Isabel; America/Toronto Canada/Eastern America/Nassau
America/Montreal America/Nipigon America/Thunder_Bay; America/Vancouver Canada/Pacific; America/Whitehorse
Canada/Yukon; America/Winnipeg Canada/Central America/Rainy_River; Asia/Ashgabat Asia/Ashkhabad; Asia/Bangkok
Asia/Phnom_Penh Asia/Vientiane Indian/Christmas; Asia/Dhaka Asia/Dacca; Asia/Dubai Asia/Muscat Indian/Mahe
Indian/Reunion; Asia/Ho_Chi_Minh Asia/Saigon; Asia/Hong_Kong Hongkong; Asia/Jerusalem Israel Asia/Tel_Aviv;
Asia/Kathmandu Asia/Katmandu; Asia/Kolkata Asia/Calcutta; Asia/Kuching Asia/Brunei; Asia/Macau Asia/Macao;
Asia/Makassar Asia/Ujung_Pandang; Asia/Nicosia Europe/Nicosia; Asia/Qatar Asia/Bahrain; Asia/Riyadh Antarctica/Syowa
Asia/Aden Asia/Kuwait; Asia/Seoul ROK; Asia/Shanghai PRC Asia/Chongqing Asia/Harbin Asia/Chungking; Asia/Singapore
Singapore Asia/Kuala_Lumpur; Asia/Taipei ROC; Asia/Tehran Iran; Asia/Thimphu Asia/Thimbu; Asia/Tokyo Japan;
Asia/Ulaanbaatar Asia/Choibalsan Asia/Ulan_Bator; Asia/Urumqi Asia/Kashgar; Asia/Yangon Indian/Cocos Asia/Rangoon;
Atlantic/Faroe Atlantic/Faeroe; Australia/Adelaide Australia/South; Australia/Brisbane Australia/Queensland;
Australia/Broken_Hill Australia/Yancowinna; Australia/Darwin Australia/North; Australia/Hobart Australia/Tasmania
Australia/Currie; Australia/Lord_Howe Australia/LHI; Australia/Melbourne Australia/Victoria; Australia/Perth
Australia/West; Australia/Sydney Australia/ACT Australia/NSW Australia/Canberra; Etc/GMT GMT Etc/GMT+0 Etc/GMT-0
Etc/GMT0 Etc/Greenwich GMT+0 GMT-0 GMT0 Greenwich; Etc/UTC Etc/UCT Etc/Universal Etc/Zulu UCT UTC Universal Zulu;
Europe/Athens EET; Europe/Belgrade Europe/Ljubljana Europe/Podgorica Europe/Sarajevo Europe/Skopje Europe/Zagreb;
Europe/Berlin Arctic/Longyearbyen Europe/Copenhagen Europe/Oslo Europe/Stockholm Atlantic/Jan_Mayen; Europe/Brussels
CET MET Europe/Amsterdam Europe/Luxembourg; Europe/Chisinau Europe/Tiraspol; Europe/Dublin Eire; Europe/Helsinki
Europe/Mariehamn; Europe/Istanbul Turkey Asia/Istanbul; Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye Europe/Kiev;
Europe/Lisbon Portugal WET; Europe/London GB GB-Eire Europe/Guernsey Europe/Isle_of_Man Europe/Jersey
Europe/Belfast; Europe/Moscow W-SU; Europe/Paris Europe/Monaco; Europe/Prague Europe/Bratislava; Europe/Rome
Europe/San_Marino Europe/Vatican; Europe/Warsaw Poland; Europe/Zurich Europe/Busingen Europe/Vaduz; Indian/Maldives
Indian/Kerguelen; Pacific/Auckland NZ Antarctica/McMurdo Antarctica/South_Pole; Pacific/Chatham NZ-CHAT;
Pacific/Easter Chile/EasterIsland; Pacific/Guadalcanal Pacific/Pohnpei Pacific/Ponape; Pacific/Guam Pacific/Saipan;
Pacific/Honolulu US/Hawaii Pacific/Johnston HST; Pacific/Kanton Pacific/Enderbury; Pacific/Kwajalein Kwajalein;
Pacific/Pago_Pago US/Samoa Pacific/Samoa Pacific/Midway; Pacific/Port_Moresby Antarctica/DumontDUrville
Pacific/Chuuk Pacific/Yap Pacific/Truk; Pacific/Tarawa Pacific/Funafuti Pacific/Majuro Pacific/Wake Pacific/Wallis';
  candidate text;
begin
  if name not in ('CET', 'EET', 'MET', 'WET') then -- which PostgreSQL takes for abbreviations, without summer time
    begin
      perform now() at time zone name;
      return name;
    exception when invalid_parameter_value then null;
    end;
  end if;
  for candidate in
    select unnest(every)
    from regexp_split_to_table(zones, ';') as line,
         lateral (select regexp_split_to_array(trim(line, E' \n'), '\s+') as every) as same_zone
    where name = any(every)
  loop
    begin
      perform now() at time zone candidate;
      return candidate;
    exception when invalid_parameter_value then null;
    end;
  end loop;
  return 'UTC';
end $$;
-- +goose StatementEnd

-- What PostgreSQL takes for a zone and IANA does not name, such as UTC+2, which counts westwards there.
update users set timezone = 'UTC'
where (strpos(timezone, '/') = 0 or timezone ~ '^(posix|right)/') and zone_of(timezone) = timezone
  and (lower(timezone) in ('posixrules', 'localtime', 'factory') or timezone ~ '^(posix|right)/'
       or lower(timezone) not in (select lower(name) from pg_timezone_names));

-- What an Idempotency-Key has created, also after the task was deleted, for 90 days; fingerprint is the SHA-256 of what
-- was sent with it, null where the key is from before there were fingerprints.
create table idempotency_keys (
  user_id     uuid not null references users on delete cascade,
  key         text not null check (char_length(key) between 1 and 255),
  fingerprint bytea check (octet_length(fingerprint) = 32),
  task_id     uuid not null, -- no reference: the key outlives it
  created_at  timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_age on idempotency_keys (user_id, created_at);
alter table idempotency_keys enable row level security;
create policy own on idempotency_keys to todo_app
  using (user_id = app_user());
grant select, insert, delete on idempotency_keys to todo_app;
grant update (key) on idempotency_keys to todo_app; -- to itself, which locks the row
insert into idempotency_keys (user_id, key, task_id, created_at)
  select user_id, idempotency_key, id, created_at from tasks where idempotency_key is not null;
alter table tasks drop idempotency_key;

-- +goose Down
alter table tasks add idempotency_key text check (char_length(idempotency_key) between 1 and 255);
update tasks set idempotency_key = k.key from idempotency_keys k where k.task_id = tasks.id;
create unique index tasks_idempotency_key on tasks (user_id, idempotency_key) where idempotency_key is not null;
drop table idempotency_keys;
drop function zone_of;
alter table tasks drop search_key, drop title_key; -- and the indexes of them
create index tasks_by_title on tasks (user_id, lower(title), id);
