package io.openons.spring.example;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Repository;

/** Stands for a table in a database. */
@Repository
public class OrderTable {
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  public void insert(Order order) {
    ids.add(order.id());
  }

  public boolean contains(String id) {
    return ids.contains(id);
  }
}
