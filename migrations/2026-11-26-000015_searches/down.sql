DROP TABLE search_events;
DROP TABLE search_matches;
DROP TABLE searches;
