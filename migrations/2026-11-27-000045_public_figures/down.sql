DROP TABLE public_figures;
