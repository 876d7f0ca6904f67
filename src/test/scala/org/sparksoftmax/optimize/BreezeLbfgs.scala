package org.sparksoftmax.optimize

object BreezeLbfgs { def a: Int = 1 }
