# PythonParamsTest writes this file from the parameters of SoftmaxClassifier.java.
"""The parameters of the stages, as Java declares them."""

from typing import TYPE_CHECKING, Any, TypeVar

from pyspark import keyword_only
from pyspark.ml.classification import (
    _JavaProbabilisticClassifier,
    _ProbabilisticClassifierParams,
)
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import HasWeightCol

if TYPE_CHECKING:
    from org.sparksoftmax.ml import SoftmaxClassificationModel  # noqa: F401

S = TypeVar("S", bound="_SoftmaxClassifier")


class _SoftmaxParams(_ProbabilisticClassifierParams, HasWeightCol):
    """The parameters of classifiers and models."""

    activation: "Param[str]" = Param(
        Params._dummy(),
        "activation",
        "activation of the hidden units: relu, leaky-relu, tanh, sigmoid or gelu",
        typeConverter=TypeConverters.toString,
    )
    aggregationDepth: "Param[int]" = Param(
        Params._dummy(),
        "aggregationDepth",
        "suggested depth for treeAggregate (>= 2); the results of up to 16 "
        "partitions are sent directly to the driver. It changes no bit of the model",
        typeConverter=TypeConverters.toInt,
    )
    balancedClasses: "Param[bool]" = Param(
        Params._dummy(),
        "balancedClasses",
        "whether all classes have equal total weight: sum of all weights / (number "
        "of classes * sum of the weights of the class)",
        typeConverter=TypeConverters.toBoolean,
    )
    calibration: "Param[str]" = Param(
        Params._dummy(),
        "calibration",
        "the calibration of the probabilities of the trained model: none, or "
        "temperature, which divides the logits by the number that minimizes the log "
        "loss of the validation rows",
        typeConverter=TypeConverters.toString,
    )
    checkpointDir: "Param[str]" = Param(
        Params._dummy(),
        "checkpointDir",
        "directory of checkpoints, from which a fit of the same data with the same "
        "parameters resumes an interrupted one; the checkpoints of the last fit are "
        "kept",
        typeConverter=TypeConverters.toString,
    )
    checkpointInterval: "Param[int]" = Param(
        Params._dummy(),
        "checkpointInterval",
        "with checkpointDir, number of iterations between checkpoints (>= 1)",
        typeConverter=TypeConverters.toInt,
    )
    classWeights: "Param[list[float]]" = Param(
        Params._dummy(),
        "classWeights",
        "the weights of the classes (>= 0), class 0 first; not set or empty: 1 for "
        "all",
        typeConverter=TypeConverters.toListFloat,
    )
    dropout: "Param[float]" = Param(
        Params._dummy(),
        "dropout",
        "fraction of the hidden units that dropout disables in a training step (>= 0 "
        "and < 1); not for lbfgs and owlqn",
        typeConverter=TypeConverters.toFloat,
    )
    elasticNetParam: "Param[float]" = Param(
        Params._dummy(),
        "elasticNetParam",
        "the ElasticNet mixing parameter, in range [0, 1]. For alpha = 0, the "
        "penalty is an L2 penalty. For alpha = 1, it is an L1 penalty",
        typeConverter=TypeConverters.toFloat,
    )
    family: "Param[str]" = Param(
        Params._dummy(),
        "family",
        "the label distribution: auto or multinomial, which are equivalent, also for "
        "two classes",
        typeConverter=TypeConverters.toString,
    )
    fitIntercept: "Param[bool]" = Param(
        Params._dummy(),
        "fitIntercept",
        "whether to fit an intercept term",
        typeConverter=TypeConverters.toBoolean,
    )
    hiddenLayers: "Param[list[int]]" = Param(
        Params._dummy(),
        "hiddenLayers",
        "number of units of each hidden layer, from the features to the logits; not "
        "set or empty: the linear model",
        typeConverter=TypeConverters.toListInt,
    )
    labelSmoothing: "Param[float]" = Param(
        Params._dummy(),
        "labelSmoothing",
        "fraction of each target that is spread evenly over all classes (>= 0 and < "
        "1)",
        typeConverter=TypeConverters.toFloat,
    )
    maxIter: "Param[int]" = Param(
        Params._dummy(),
        "maxIter",
        "maximum number of iterations (>= 0)",
        typeConverter=TypeConverters.toInt,
    )
    minImprovement: "Param[float]" = Param(
        Params._dummy(),
        "minImprovement",
        "the validation metric must improve by more than this (>= 0)",
        typeConverter=TypeConverters.toFloat,
    )
    miniBatchFraction: "Param[float]" = Param(
        Params._dummy(),
        "miniBatchFraction",
        "fraction of the data, in blocks of about 1000 rows, that an iteration uses "
        "(> 0 and <= 1); not for lbfgs and owlqn",
        typeConverter=TypeConverters.toFloat,
    )
    miniBatchSize: "Param[int]" = Param(
        Params._dummy(),
        "miniBatchSize",
        "number of rows of a mini-batch; an iteration is then an epoch, in a new "
        "order of the rows; 0: no mini-batches of rows; not for lbfgs and owlqn",
        typeConverter=TypeConverters.toInt,
    )
    numPartitions: "Param[int]" = Param(
        Params._dummy(),
        "numPartitions",
        "number of partitions of the training rows (>= 0); 0: derived from the size "
        "of the data",
        typeConverter=TypeConverters.toInt,
    )
    patience: "Param[int]" = Param(
        Params._dummy(),
        "patience",
        "number of iterations without improvement of the validation metric after "
        "which training stops, and the best parameters become the model (0: early "
        "stopping is disabled)",
        typeConverter=TypeConverters.toInt,
    )
    regParam: "Param[float]" = Param(
        Params._dummy(),
        "regParam",
        "regularization parameter (>= 0)",
        typeConverter=TypeConverters.toFloat,
    )
    seed: "Param[int]" = Param(
        Params._dummy(),
        "seed",
        "random seed",
        typeConverter=TypeConverters.toInt,
    )
    softLabelCol: "Param[str]" = Param(
        Params._dummy(),
        "softLabelCol",
        "column of the target probabilities of a row, a vector or an array with one "
        "entry per class, instead of labelCol",
        typeConverter=TypeConverters.toString,
    )
    solver: "Param[str]" = Param(
        Params._dummy(),
        "solver",
        "the update rule: lbfgs, owlqn (for an L1 penalty), gradient-descent, "
        "momentum, nesterov, adagrad, adam, or auto, which is owlqn with an L1 "
        "penalty, else lbfgs",
        typeConverter=TypeConverters.toString,
    )
    standardization: "Param[bool]" = Param(
        Params._dummy(),
        "standardization",
        "whether to standardize the training features before fitting the model",
        typeConverter=TypeConverters.toBoolean,
    )
    stepSize: "Param[float]" = Param(
        Params._dummy(),
        "stepSize",
        "initial step size of gradient-descent, momentum, nesterov, adagrad and adam "
        "(> 0); not set: derived from the data",
        typeConverter=TypeConverters.toFloat,
    )
    storage: "Param[str]" = Param(
        Params._dummy(),
        "storage",
        "data type of features in memory: u8 (integers 0 to 255), f32, f64, or auto, "
        "which is u8 if every value fits, else f32, or f64 where f32 cannot "
        "distinguish values",
        typeConverter=TypeConverters.toString,
    )
    threshold: "Param[float]" = Param(
        Params._dummy(),
        "threshold",
        "threshold in binary classification prediction, in range [0, 1]",
        typeConverter=TypeConverters.toFloat,
    )
    tol: "Param[float]" = Param(
        Params._dummy(),
        "tol",
        "the convergence tolerance: training ends when the gradient norm is at most "
        "this fraction of the initial one (>= 0)",
        typeConverter=TypeConverters.toFloat,
    )
    validationIndicatorCol: "Param[str]" = Param(
        Params._dummy(),
        "validationIndicatorCol",
        "name of the column that indicates whether each row is for training (false) "
        "or for validation (true)",
        typeConverter=TypeConverters.toString,
    )
    validationMetric: "Param[str]" = Param(
        Params._dummy(),
        "validationMetric",
        "the validation metric: loss or accuracy",
        typeConverter=TypeConverters.toString,
    )
    weightCol: "Param[str]" = Param(
        Params._dummy(),
        "weightCol",
        "weight column name, numbers >= 0. If this is not set or empty, every row "
        "has weight 1",
        typeConverter=TypeConverters.toString,
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            activation="relu",
            aggregationDepth=2,
            balancedClasses=False,
            calibration="none",
            checkpointInterval=10,
            dropout=0.0,
            elasticNetParam=0.0,
            family="auto",
            fitIntercept=True,
            labelSmoothing=0.0,
            maxIter=100,
            minImprovement=0.0,
            miniBatchFraction=1.0,
            miniBatchSize=0,
            numPartitions=0,
            patience=0,
            regParam=0.0,
            seed=1,
            solver="auto",
            standardization=True,
            storage="auto",
            threshold=0.5,
            tol=1e-6,
            validationMetric="loss",
        )

    def getActivation(self) -> str:
        """The value of activation or its default."""
        return self.getOrDefault(self.activation)

    def getAggregationDepth(self) -> int:
        """The value of aggregationDepth or its default."""
        return self.getOrDefault(self.aggregationDepth)

    def getBalancedClasses(self) -> bool:
        """The value of balancedClasses or its default."""
        return self.getOrDefault(self.balancedClasses)

    def getCalibration(self) -> str:
        """The value of calibration or its default."""
        return self.getOrDefault(self.calibration)

    def getCheckpointDir(self) -> str:
        """The value of checkpointDir or its default."""
        return self.getOrDefault(self.checkpointDir)

    def getCheckpointInterval(self) -> int:
        """The value of checkpointInterval or its default."""
        return self.getOrDefault(self.checkpointInterval)

    def getClassWeights(self) -> list[float]:
        """The value of classWeights or its default; an empty list if not set."""
        return self.getOrDefault(self.classWeights) if self.isDefined(self.classWeights) else []

    def getDropout(self) -> float:
        """The value of dropout or its default."""
        return self.getOrDefault(self.dropout)

    def getElasticNetParam(self) -> float:
        """The value of elasticNetParam or its default."""
        return self.getOrDefault(self.elasticNetParam)

    def getFamily(self) -> str:
        """The value of family or its default."""
        return self.getOrDefault(self.family)

    def getFitIntercept(self) -> bool:
        """The value of fitIntercept or its default."""
        return self.getOrDefault(self.fitIntercept)

    def getHiddenLayers(self) -> list[int]:
        """The value of hiddenLayers or its default; an empty list if not set."""
        return self.getOrDefault(self.hiddenLayers) if self.isDefined(self.hiddenLayers) else []

    def getLabelSmoothing(self) -> float:
        """The value of labelSmoothing or its default."""
        return self.getOrDefault(self.labelSmoothing)

    def getMaxIter(self) -> int:
        """The value of maxIter or its default."""
        return self.getOrDefault(self.maxIter)

    def getMinImprovement(self) -> float:
        """The value of minImprovement or its default."""
        return self.getOrDefault(self.minImprovement)

    def getMiniBatchFraction(self) -> float:
        """The value of miniBatchFraction or its default."""
        return self.getOrDefault(self.miniBatchFraction)

    def getMiniBatchSize(self) -> int:
        """The value of miniBatchSize or its default."""
        return self.getOrDefault(self.miniBatchSize)

    def getNumPartitions(self) -> int:
        """The value of numPartitions or its default."""
        return self.getOrDefault(self.numPartitions)

    def getPatience(self) -> int:
        """The value of patience or its default."""
        return self.getOrDefault(self.patience)

    def getRegParam(self) -> float:
        """The value of regParam or its default."""
        return self.getOrDefault(self.regParam)

    def getSeed(self) -> int:
        """The value of seed or its default."""
        return self.getOrDefault(self.seed)

    def getSoftLabelCol(self) -> str:
        """The value of softLabelCol or its default."""
        return self.getOrDefault(self.softLabelCol)

    def getSolver(self) -> str:
        """The value of solver or its default."""
        return self.getOrDefault(self.solver)

    def getStandardization(self) -> bool:
        """The value of standardization or its default."""
        return self.getOrDefault(self.standardization)

    def getStepSize(self) -> float:
        """The value of stepSize or its default."""
        return self.getOrDefault(self.stepSize)

    def getStorage(self) -> str:
        """The value of storage or its default."""
        return self.getOrDefault(self.storage)

    def getThreshold(self) -> float:
        """The value of threshold or its default."""
        return self.getOrDefault(self.threshold)

    def getTol(self) -> float:
        """The value of tol or its default."""
        return self.getOrDefault(self.tol)

    def getValidationIndicatorCol(self) -> str:
        """The value of validationIndicatorCol or its default."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getValidationMetric(self) -> str:
        """The value of validationMetric or its default."""
        return self.getOrDefault(self.validationMetric)

    def getWeightCol(self) -> str:
        """The value of weightCol or its default."""
        return self.getOrDefault(self.weightCol)


class _SoftmaxClassifierParams(_SoftmaxParams):
    """The parameters of classifiers only."""

    initialModelPath: "Param[str]" = Param(
        Params._dummy(),
        "initialModelPath",
        "path of the model from which the fit starts: a saved stage, the output of "
        "softmax train, or a saved LogisticRegressionModel; not set or empty: none",
        typeConverter=TypeConverters.toString,
    )

    def getInitialModelPath(self) -> str:
        """The value of initialModelPath or its default."""
        return self.getOrDefault(self.initialModelPath)


class _SoftmaxModelParams(_SoftmaxParams):
    """The parameters of models only."""

    table: "Param[str]" = Param(
        Params._dummy(),
        "table",
        "table to return instead of predictions: coefficients, features, classes, "
        "summary, evaluation, history, report, onnx, pmml",
        typeConverter=TypeConverters.toString,
    )

    def getTable(self) -> str:
        """The value of table or its default."""
        return self.getOrDefault(self.table)


class _SoftmaxClassifier(
    _JavaProbabilisticClassifier["SoftmaxClassificationModel"], _SoftmaxClassifierParams
):
    """The keywords and setters of classifiers."""

    _input_kwargs: dict[str, Any]

    @keyword_only
    def __init__(
        self,
        *,
        activation: str = "relu",
        aggregationDepth: int = 2,
        balancedClasses: bool = False,
        calibration: str = "none",
        checkpointDir: str | None = None,
        checkpointInterval: int = 10,
        classWeights: list[float] | None = None,
        dropout: float = 0.0,
        elasticNetParam: float = 0.0,
        family: str = "auto",
        featuresCol: str = "features",
        fitIntercept: bool = True,
        hiddenLayers: list[int] | None = None,
        initialModelPath: str | None = None,
        labelCol: str = "label",
        labelSmoothing: float = 0.0,
        maxIter: int = 100,
        minImprovement: float = 0.0,
        miniBatchFraction: float = 1.0,
        miniBatchSize: int = 0,
        numPartitions: int = 0,
        patience: int = 0,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        regParam: float = 0.0,
        seed: int = 1,
        softLabelCol: str | None = None,
        solver: str = "auto",
        standardization: bool = True,
        stepSize: float | None = None,
        storage: str = "auto",
        threshold: float = 0.5,
        thresholds: list[float] | None = None,
        tol: float = 1e-6,
        validationIndicatorCol: str | None = None,
        validationMetric: str = "loss",
        weightCol: str | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj("org.sparksoftmax.ml.SoftmaxClassifier", self.uid)
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        activation: str = "relu",
        aggregationDepth: int = 2,
        balancedClasses: bool = False,
        calibration: str = "none",
        checkpointDir: str | None = None,
        checkpointInterval: int = 10,
        classWeights: list[float] | None = None,
        dropout: float = 0.0,
        elasticNetParam: float = 0.0,
        family: str = "auto",
        featuresCol: str = "features",
        fitIntercept: bool = True,
        hiddenLayers: list[int] | None = None,
        initialModelPath: str | None = None,
        labelCol: str = "label",
        labelSmoothing: float = 0.0,
        maxIter: int = 100,
        minImprovement: float = 0.0,
        miniBatchFraction: float = 1.0,
        miniBatchSize: int = 0,
        numPartitions: int = 0,
        patience: int = 0,
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        rawPredictionCol: str = "rawPrediction",
        regParam: float = 0.0,
        seed: int = 1,
        softLabelCol: str | None = None,
        solver: str = "auto",
        standardization: bool = True,
        stepSize: float | None = None,
        storage: str = "auto",
        threshold: float = 0.5,
        thresholds: list[float] | None = None,
        tol: float = 1e-6,
        validationIndicatorCol: str | None = None,
        validationMetric: str = "loss",
        weightCol: str | None = None,
    ) -> Any:
        """Sets the given parameters; the others keep their values."""
        return self._set(**self._input_kwargs)

    def setActivation(self: S, value: str) -> S:
        """Sets activation."""
        return self._set(activation=value)

    def setAggregationDepth(self: S, value: int) -> S:
        """Sets aggregationDepth."""
        return self._set(aggregationDepth=value)

    def setBalancedClasses(self: S, value: bool) -> S:
        """Sets balancedClasses."""
        return self._set(balancedClasses=value)

    def setCalibration(self: S, value: str) -> S:
        """Sets calibration."""
        return self._set(calibration=value)

    def setCheckpointDir(self: S, value: str) -> S:
        """Sets checkpointDir."""
        return self._set(checkpointDir=value)

    def setCheckpointInterval(self: S, value: int) -> S:
        """Sets checkpointInterval."""
        return self._set(checkpointInterval=value)

    def setClassWeights(self: S, value: list[float]) -> S:
        """Sets classWeights."""
        return self._set(classWeights=value)

    def setDropout(self: S, value: float) -> S:
        """Sets dropout."""
        return self._set(dropout=value)

    def setElasticNetParam(self: S, value: float) -> S:
        """Sets elasticNetParam."""
        return self._set(elasticNetParam=value)

    def setFamily(self: S, value: str) -> S:
        """Sets family."""
        return self._set(family=value)

    def setFitIntercept(self: S, value: bool) -> S:
        """Sets fitIntercept."""
        return self._set(fitIntercept=value)

    def setHiddenLayers(self: S, value: list[int]) -> S:
        """Sets hiddenLayers."""
        return self._set(hiddenLayers=value)

    def setInitialModelPath(self: S, value: str) -> S:
        """Sets initialModelPath."""
        return self._set(initialModelPath=value)

    def setLabelSmoothing(self: S, value: float) -> S:
        """Sets labelSmoothing."""
        return self._set(labelSmoothing=value)

    def setMaxIter(self: S, value: int) -> S:
        """Sets maxIter."""
        return self._set(maxIter=value)

    def setMinImprovement(self: S, value: float) -> S:
        """Sets minImprovement."""
        return self._set(minImprovement=value)

    def setMiniBatchFraction(self: S, value: float) -> S:
        """Sets miniBatchFraction."""
        return self._set(miniBatchFraction=value)

    def setMiniBatchSize(self: S, value: int) -> S:
        """Sets miniBatchSize."""
        return self._set(miniBatchSize=value)

    def setNumPartitions(self: S, value: int) -> S:
        """Sets numPartitions."""
        return self._set(numPartitions=value)

    def setPatience(self: S, value: int) -> S:
        """Sets patience."""
        return self._set(patience=value)

    def setRegParam(self: S, value: float) -> S:
        """Sets regParam."""
        return self._set(regParam=value)

    def setSeed(self: S, value: int) -> S:
        """Sets seed."""
        return self._set(seed=value)

    def setSoftLabelCol(self: S, value: str) -> S:
        """Sets softLabelCol."""
        return self._set(softLabelCol=value)

    def setSolver(self: S, value: str) -> S:
        """Sets solver."""
        return self._set(solver=value)

    def setStandardization(self: S, value: bool) -> S:
        """Sets standardization."""
        return self._set(standardization=value)

    def setStepSize(self: S, value: float) -> S:
        """Sets stepSize."""
        return self._set(stepSize=value)

    def setStorage(self: S, value: str) -> S:
        """Sets storage."""
        return self._set(storage=value)

    def setThreshold(self: S, value: float) -> S:
        """Sets threshold."""
        return self._set(threshold=value)

    def setTol(self: S, value: float) -> S:
        """Sets tol."""
        return self._set(tol=value)

    def setValidationIndicatorCol(self: S, value: str) -> S:
        """Sets validationIndicatorCol."""
        return self._set(validationIndicatorCol=value)

    def setValidationMetric(self: S, value: str) -> S:
        """Sets validationMetric."""
        return self._set(validationMetric=value)

    def setWeightCol(self: S, value: str) -> S:
        """Sets weightCol."""
        return self._set(weightCol=value)
