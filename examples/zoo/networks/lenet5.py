C1 = Conv2D(6, 5, activation="tanh")
S2 = Subsampling2D(2, activation="sigmoid")
# Table I of the paper: the maps of S2 that each map of C3 sees.
three = [[i, (i + 1) % 6, (i + 2) % 6] for i in range(6)]
four = [[i, (i + 1) % 6, (i + 2) % 6, (i + 3) % 6] for i in range(6)]
pairs = [[0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5]]
every = [[0, 1, 2, 3, 4, 5]]
C3 = Conv2D(16, 5, activation="tanh", connections=three + four + pairs + every)
S4 = Subsampling2D(2, activation="sigmoid")
C5 = Conv2D(120, 5, activation="tanh")
Flatten()
F6 = Dense(84, activation="tanh")
output = RBF(10)
