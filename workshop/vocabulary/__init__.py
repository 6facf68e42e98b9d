"""The built-in vocabularies: terms, stakeholder groups and places, read once from the data files beside."""
