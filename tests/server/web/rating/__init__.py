"""The pages of ratings in Node and in a browser."""
