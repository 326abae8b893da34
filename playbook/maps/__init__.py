"""The response map: questions whose answers lead on to questions or to leaves. Pure: entries in, answers out."""
