DROP TABLE meeting_item_notes;
DROP TABLE meeting_decisions;
DROP TABLE meeting_item_texts;
DROP TABLE meeting_item_places;
DROP TABLE meeting_items;
DROP TABLE meeting_steps;
DROP TABLE meeting_details;
