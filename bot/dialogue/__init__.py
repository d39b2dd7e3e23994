"""Inside the Rasa process: internal channel, tracker store, actions."""
