package org.sparksoftmax.data;

import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

/** The form that rows take for a model: its classes, features and their units. */
record ModelForm(LabelIndex classes, FeatureSchema schema, FeatureUnits units) {

  static ModelForm of(SoftmaxModel model) {
    return new ModelForm(model.classes(), model.schema(), model.units());
  }
}
