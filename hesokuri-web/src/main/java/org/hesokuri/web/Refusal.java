package org.hesokuri.web;

/**
 * Why a request is not let through.
 *
 * @param status the HTTP status
 * @param why a sentence for whoever sent it, without a full stop
 */
record Refusal(int status, String why) {}
