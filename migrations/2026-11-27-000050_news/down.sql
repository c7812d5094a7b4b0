DROP TABLE news_figures;
DROP TABLE news_readers;
