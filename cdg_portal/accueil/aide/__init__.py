"""L'aide écrite : un paragraphe par écran, et une prise en main par métier. Des données, lues une fois."""
