"""Reports: figures drawn as files. Drawing takes messages and gives bytes; it knows no database."""
