# exercise
