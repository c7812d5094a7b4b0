DROP TABLE comment_steps;
DROP TABLE comment_receivers;
DROP TABLE comments;
