"""What is true: programmes, offices, facts and their sources. No Rasa and no HTTP in here."""
