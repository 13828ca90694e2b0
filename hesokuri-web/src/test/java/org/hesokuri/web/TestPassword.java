package org.hesokuri.web;

/** A password of which everybody knows the hash; of a low cost, so that tests are quick. */
public final class TestPassword {

  /** One of the examples with which implementations of bcrypt are compared. */
  public static final String TEXT = "U*U";

  /** Its hash. */
  public static final PasswordHash HASH =
      PasswordHash.parse("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");

  private TestPassword() {}
}
