package io.openons.client.consumer;

/**
 * Takes messages in place of a listener, for programs that fetch them and answer later. No thread
 * is held meanwhile. Called on threads that must not be blocked.
 */
public interface Inbox {
  /** Messages have come. */
  void arrived(Parcel parcel);

  /** What was taken needs no answer any more: it was answered, it took too long, or went back. */
  void settled(Parcel parcel);
}
