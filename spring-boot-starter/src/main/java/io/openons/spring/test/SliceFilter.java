package io.openons.spring.test;

import io.openons.spring.OnsErrorHandler;
import io.openons.spring.OnsListener;
import io.openons.spring.OnsTransactionListener;
import java.util.Arrays;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Of the components that are found by scanning, keeps those of messaging. */
final class SliceFilter extends TypeExcludeFilter {
  @Override
  public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
    boolean wanted =
        reader.getAnnotationMetadata().hasAnnotatedMethods(OnsListener.class.getName())
            || reader.getAnnotationMetadata().hasAnnotation(OnsTransactionListener.class.getName())
            || Arrays.asList(reader.getClassMetadata().getInterfaceNames())
                .contains(OnsErrorHandler.class.getName());
    return !wanted;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SliceFilter;
  }

  @Override
  public int hashCode() {
    return SliceFilter.class.hashCode();
  }
}
