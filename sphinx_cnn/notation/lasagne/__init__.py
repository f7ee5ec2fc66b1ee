"""The Lasagne dialect: Lasagne's layers, which are applied as they are made, and nolearn's ``NeuralNet``."""
