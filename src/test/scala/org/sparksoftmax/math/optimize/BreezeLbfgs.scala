package org.sparksoftmax.math.optimize

import breeze.linalg.DenseVector
import breeze.optimize.{DiffFunction, FirstOrderMinimizer, LBFGS}
import org.sparksoftmax.math.objective.Objective

/** Breeze's L-BFGS over our objective: javac cannot implement Breeze's DiffFunction, whose two `apply` clash. */
object BreezeLbfgs {

  /** Evaluations until the objective is at most `target`, or -1 if that is not reached. */
  def evaluationsTo(objective: Objective, target: Double, history: Int, maxIterations: Int): Int = {
    var evaluations = 0
    var reachedAt = -1
    val function = new DiffFunction[DenseVector[Double]] {
      override def calculate(x: DenseVector[Double]): (Double, DenseVector[Double]) = {
        evaluations += 1
        val value = objective.evaluate(x.toArray)
        if (reachedAt < 0 && value.objective() <= target) {
          reachedAt = evaluations
        }
        (value.objective(), DenseVector(value.gradient().clone()))
      }
    }
    val criterion = FirstOrderMinimizer.maxIterationsReached[DenseVector[Double]](maxIterations)
    val minimizer = new LBFGS[DenseVector[Double]](criterion, history)
    val states = minimizer.iterations(function, DenseVector.zeros[Double](objective.dimension()))
    while (reachedAt < 0 && states.hasNext) {
      states.next()
    }
    reachedAt
  }
}
