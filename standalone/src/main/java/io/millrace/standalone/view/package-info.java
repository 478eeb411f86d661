/** What a person sees while it runs and when it is over. */
@NullMarked
package io.millrace.standalone.view;

import org.jspecify.annotations.NullMarked;
